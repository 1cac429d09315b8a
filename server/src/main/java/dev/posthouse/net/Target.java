package dev.posthouse.net;

import java.net.IDN;
import java.net.URI;
import java.util.Locale;

/// The host and port that a URL leads to.
///
/// @param host without the brackets of an IPv6 address
public record Target(boolean tls, String host, int port) {
  private static final int LAST_PORT = 65_535;

  /// @throws IllegalArgumentException if the URL is not an `http` or `https` URL with a host
  public static Target of(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    String authority = url.getRawAuthority();
    if (!(scheme.equals("http") || scheme.equals("https")) || authority == null) {
      throw notAUrl(url);
    }
    boolean tls = scheme.equals("https");
    String place = authority.substring(authority.lastIndexOf('@') + 1);
    // not URI.getHost: it knows no host with an underscore, such as those of container networks
    int colon = place.indexOf(':', place.lastIndexOf(']') + 1);
    String host = colon < 0 ? place : place.substring(0, colon);
    String port = colon < 0 ? "" : place.substring(colon + 1);
    int number = port.isEmpty() ? (tls ? 443 : 80) : number(port);
    if (host.isEmpty() || number < 0) {
      throw notAUrl(url);
    }
    return new Target(tls, plain(host), number);
  }

  /// As the `Host` header wants it: the port only where it is not the usual one.
  public String authority() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port == (tls ? 443 : 80) ? name : name + ":" + port;
  }

  /// Without brackets, and with letters beyond ASCII as the name system writes them.
  private static String plain(String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      return host.substring(1, host.length() - 1);
    }
    return host.chars().allMatch(c -> c < 0x80) ? host : IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
  }

  private static int number(String port) {
    try {
      int number = Integer.parseInt(port);
      return number > LAST_PORT ? -1 : number;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static IllegalArgumentException notAUrl(URI url) {
    return new IllegalArgumentException(
        "\"" + url + "\" leads to no host; write it like https://example.com/hooks");
  }
}
