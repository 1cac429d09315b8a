package dev.posthouse.access;

import java.net.InetAddress;
import java.util.Optional;

/// What a request shows of who sends it.
///
/// @param bearer what follows `Bearer`, empty if nothing was shown
/// @param tenant the name or id of a tenant, as `Posthouse-Tenant` has it
/// @param from the address of the client, behind trusted proxies its own
public record Shown(String bearer, Optional<String> tenant, InetAddress from) {
  /// Without what was shown, which may be a secret.
  @Override
  public String toString() {
    return "Shown[" + Secret.MASK + ", " + tenant + ", " + from.getHostAddress() + "]";
  }
}
