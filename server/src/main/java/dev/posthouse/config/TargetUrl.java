package dev.posthouse.config;

import dev.posthouse.net.AddressRules;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// The address that deliveries go to.
public final class TargetUrl {
  /// Longer ones are refused by common servers.
  static final int MOST_CHARACTERS = 4_096;

  private static final String EXAMPLE = "; write https://example.com/hooks";

  private TargetUrl() {}

  /// @throws IllegalArgumentException with an example if deliveries cannot go there
  public static URI parse(String text) {
    if (text.contains("{{")) {
      throw new IllegalArgumentException("templates are not filled in URLs" + EXAMPLE);
    }
    require(text.length() <= MOST_CHARACTERS, "is longer than " + MOST_CHARACTERS + " characters");
    URI url = syntax(text.strip());
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    require(scheme.equals("http") || scheme.equals("https"), "must begin with https:// or http://");
    require(!hasUser(url), "must not hold a user name or password; use auth");
    require(url.getHost() != null && !url.getHost().isEmpty(), hostProblem(url));
    require(
        !AddressRules.isOddlySpelled(url.getHost()),
        "has an address in an unusual spelling; write it as four decimal numbers without zeros in front");
    require(
        url.getHost().indexOf('%') < 0,
        "has an address with a zone (%…), which means nothing elsewhere");
    require(url.getPort() != 0 && url.getPort() <= 65_535, "has a port outside 1 to 65535");
    require(url.getRawFragment() == null, "must not have a fragment (#…), it is never sent");
    return URI.create(url.toASCIIString());
  }

  private static URI syntax(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      String place = e.getIndex() < 0 ? "" : " at position " + (e.getIndex() + 1);
      throw new IllegalArgumentException("is not a URL" + place + EXAMPLE, e);
    }
  }

  private static boolean hasUser(URI url) {
    return url.getRawUserInfo() != null
        || (url.getRawAuthority() != null && url.getRawAuthority().contains("@"));
  }

  private static String hostProblem(URI url) {
    String authority = url.getRawAuthority();
    return authority == null
        ? "has no host"
        : "has a host that is not a name or address (letters, digits, hyphens, dots; other scripts"
            + " in their xn-- form): "
            + authority;
  }

  private static void require(boolean met, String problem) {
    if (!met) {
      throw new IllegalArgumentException(problem + EXAMPLE);
    }
  }
}
