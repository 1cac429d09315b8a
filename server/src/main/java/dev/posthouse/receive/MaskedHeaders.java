package dev.posthouse.receive;

import dev.posthouse.access.Secret;
import dev.posthouse.config.HeaderRules;
import dev.posthouse.webhooks.AnyScheme;
import dev.posthouse.webhooks.JwtScheme;
import dev.posthouse.webhooks.KeyScheme;
import dev.posthouse.webhooks.Scheme;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The headers of a request as they are kept: those of its way left out, credentials as `***`.
final class MaskedHeaders {
  /// Of the connection, not of the message.
  private static final Set<String> LEFT_OUT =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private MaskedHeaders() {}

  /// @param secret headers in which the source's own scheme has its key, in lower case
  static Map<String, String> of(Map<String, List<String>> headers, Set<String> secret) {
    var masked = new TreeMap<String, String>();
    headers.forEach((name, values) -> {
      String lower = name.toLowerCase(Locale.ROOT);
      if (!LEFT_OUT.contains(lower)) {
        boolean hidden = secret.contains(lower) || HeaderRules.sensitive(lower);
        String value = hidden ? Secret.MASK : Texts.clean(String.join(", ", values));
        masked.merge(lower, value, (one, other) -> hidden ? one : one + ", " + other);
      }
    });
    return masked;
  }

  /// The headers that hold the key itself, or a token that whoever has it could show again.
  static Set<String> secret(Scheme scheme) {
    return names(scheme).map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  static boolean keyInBody(Scheme scheme) {
    if (scheme instanceof AnyScheme any) {
      return any.schemes().stream().anyMatch(MaskedHeaders::keyInBody);
    }
    return scheme instanceof KeyScheme key
        && (key.place() == KeyScheme.Place.JSON_MEMBER
            || key.place() == KeyScheme.Place.XML_ELEMENT);
  }

  private static Stream<String> names(Scheme scheme) {
    if (scheme instanceof AnyScheme any) {
      return any.schemes().stream().flatMap(MaskedHeaders::names);
    }
    if (scheme instanceof JwtScheme token) {
      return Stream.of(token.header());
    }
    return scheme instanceof KeyScheme key && key.place() == KeyScheme.Place.HEADER
        ? Stream.of(key.name())
        : Stream.of();
  }
}
