package dev.posthouse.deliver;

import dev.posthouse.access.Secret;
import dev.posthouse.config.Auth;
import dev.posthouse.config.UrlMask;
import dev.posthouse.event.Header;
import dev.posthouse.event.Outcome;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What may be kept and shown of a request: headers and URL with every secret as `***`.
final class Masking {
  /// Words in the name of a header or a query parameter that announce a secret.
  private static final Pattern SECRET_NAME =
      Pattern.compile("auth|cookie|credential|key|passw|secret|session|token");

  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#@]*@");
  private static final Pattern PARAMETER = Pattern.compile("(?<=[?&])([^=&#]*)=([^&#]*)");

  private Masking() {}

  /// Signatures may be seen: they tell nothing about their secret.
  static List<Header> mask(List<Header> headers, Auth auth) {
    return headers.stream().map(header -> mask(header, auth)).toList();
  }

  /// What a receiver sets or repeats may be as good as a password: cookies and keys.
  static Outcome mask(Outcome outcome) {
    return outcome instanceof Outcome.Answered answered
            && answered.headers().stream().anyMatch(Masking::isSecretOfAnswer)
        ? new Outcome.Answered(
            answered.status(),
            answered.headers().stream().map(Masking::maskAnswer).toList(),
            answered.head(),
            answered.size())
        : outcome;
  }

  private static Header maskAnswer(Header header) {
    return isSecretOfAnswer(header) ? new Header(header.name(), Secret.MASK) : header;
  }

  /// By whole names: looking for words in each would cost every attempt.
  private static boolean isSecretOfAnswer(Header header) {
    String name = header.name();
    return name.equalsIgnoreCase("set-cookie")
        || name.equalsIgnoreCase("authorization")
        || name.equalsIgnoreCase("x-api-key")
        || name.equalsIgnoreCase("x-auth-token");
  }

  private static Header mask(Header header, Auth auth) {
    boolean key = auth instanceof Auth.ApiKey k && k.header().equalsIgnoreCase(header.name());
    if (key) {
      return new Header(header.name(), Secret.MASK);
    }
    if (header.name().equalsIgnoreCase("authorization")) {
      return new Header(header.name(), scheme(header.value()) + Secret.MASK);
    }
    boolean secret = !isOurs(header.name()) && soundsSecret(header.name());
    return secret ? new Header(header.name(), Secret.MASK) : header;
  }

  /// The headers that we make ourselves hold no secret; looking closer costs more than it seems.
  private static boolean isOurs(String name) {
    return name.startsWith("webhook-")
        || name.startsWith("posthouse-")
        || name.equals("content-type");
  }

  /// `Bearer ` of `Bearer abc`: the scheme helps a reader and is no secret.
  private static String scheme(String value) {
    return value.regionMatches(true, 0, "Basic ", 0, 6)
            || value.regionMatches(true, 0, "Bearer ", 0, 7)
        ? value.substring(0, value.indexOf(' ') + 1)
        : "";
  }

  static String mask(URI url) {
    if (url.getRawUserInfo() == null && url.getRawQuery() == null) {
      return UrlMask.mask(url);
    }
    String bare = USER_INFO.matcher(UrlMask.mask(url)).replaceFirst(Secret.MASK + "@");
    return PARAMETER
        .matcher(bare)
        .replaceAll(found -> soundsSecret(found.group(1)) ? "$1=" + Secret.MASK : "$0");
  }

  private static boolean soundsSecret(String name) {
    return SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).find();
  }
}
