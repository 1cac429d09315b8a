package dev.posthouse.oauth;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/// Which URLs keys and tokens may be fetched from: what comes over plain `http` may be anybody's,
/// so that is only for this machine.
final class Endpoints {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private Endpoints() {}

  static boolean safe(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
    return !host.isEmpty()
        && (scheme.equals("https") || (scheme.equals("http") && THIS_MACHINE.contains(host)));
  }
}
