package dev.posthouse.deliver;

import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Tls;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// When the certificates end that endpoints and we show each other. One that ends soon, or has
/// ended, is warned of: once when it is noticed, and once when it ends. Of receivers the last one
/// seen counts, so one is known after the first attempt since the start.
public final class Certificates {
  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

  private final Sender sender;
  private final Supplier<Collection<Endpoint>> endpoints;
  private final InstantSource clock;
  private volatile Set<Ending> told = Set.of();

  public Certificates(
      Sender sender, Supplier<Collection<Endpoint>> endpoints, InstantSource clock) {
    this.sender = sender;
    this.endpoints = endpoints;
    this.clock = clock;
  }

  /// Whose certificate it is.
  public enum Side {
    RECEIVER,
    CLIENT;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A certificate that ends soon, or has ended.
  private record Ending(Endpoint endpoint, Side side, Instant at, boolean ended) {}

  /// When the certificate of one side of an endpoint ends, if it is known.
  public Optional<Instant> expires(Endpoint endpoint, Side side) {
    return switch (side) {
      case RECEIVER -> sender.certificateExpires(endpoint.url());
      case CLIENT -> endpoint.tls().client().map(Tls.Client::expires);
    };
  }

  /// How many certificates of one side end soon or have ended, those of disabled endpoints left
  /// out.
  public long ending(Side side) {
    return ending().stream().filter(ending -> ending.side() == side).count();
  }

  /// Warns of those that were not warned of yet.
  public void warn() {
    List<Ending> now = ending();
    Set<Ending> before = told;
    told = Set.copyOf(now);
    now.stream().filter(ending -> !before.contains(ending)).forEach(Certificates::warn);
  }

  private static void warn(Ending ending) {
    LOG.warn(
        "certificate side={} endpoint={} tenant={} result={} at={}",
        ending.side().word(),
        ending.endpoint(),
        ending.endpoint().tenant(),
        ending.ended() ? "expired" : "expires_soon",
        ending.at());
  }

  private List<Ending> ending() {
    Instant now = clock.instant();
    Instant soon = now.plus(Tls.SOON);
    var ending = new ArrayList<Ending>();
    for (Endpoint endpoint : endpoints.get()) {
      for (Side side : endpoint.enabled() ? Side.values() : new Side[0]) {
        expires(endpoint, side)
            .filter(at -> at.isBefore(soon))
            .ifPresent(at -> ending.add(new Ending(endpoint, side, at, !at.isAfter(now))));
      }
    }
    return ending;
  }
}
