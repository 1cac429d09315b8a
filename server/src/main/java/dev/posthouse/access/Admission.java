package dev.posthouse.access;

import dev.posthouse.net.Cidr;
import dev.posthouse.work.Rate;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// What a tenant or a key lets in.
///
/// @param allowedIps where requests may come from; empty: from everywhere
/// @param publishRate how many events may be published; absent: no limit
public record Admission(List<Cidr> allowedIps, Optional<Rate> publishRate) {
  public static final Admission FREE = new Admission(List.of(), Optional.empty());

  public Admission {
    allowedIps = List.copyOf(allowedIps);
  }

  boolean admits(InetAddress from) {
    if (allowedIps.isEmpty()) {
      return true;
    }
    for (Cidr range : allowedIps) {
      if (range.contains(from)) {
        return true;
      }
    }
    return false;
  }
}
