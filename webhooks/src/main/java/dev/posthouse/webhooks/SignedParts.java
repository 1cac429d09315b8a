package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts what is signed into the places of a content.
final class SignedParts {
  /// What HubSpot decodes in a URL before it signs; other escapes stay (HubSpot, "Validating
  /// requests", version 3).
  private static final Pattern ESCAPE =
      Pattern.compile("%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)", Pattern.CASE_INSENSITIVE);

  private SignedParts() {}

  /// Headers that the request lacks are empty.
  static List<byte[]> of(String content, Request request, String timestamp, String id) {
    return of(Template.parse(content), request, timestamp, id);
  }

  static List<byte[]> of(Template content, Request request, String timestamp, String id) {
    return content.parts().stream()
        .map(part ->
            switch (part.kind()) {
              case TEXT -> part.text().getBytes(UTF_8);
              case BODY -> request.body();
              case TIMESTAMP -> timestamp.getBytes(UTF_8);
              case ID -> id.getBytes(UTF_8);
              case METHOD -> request.method().getBytes(UTF_8);
              case URL -> request.url().getBytes(UTF_8);
              case DECODED_URL -> decoded(request.url()).getBytes(UTF_8);
              case PATH -> request.path().getBytes(UTF_8);
              case HEADER -> request.header(part.text()).orElse("").getBytes(UTF_8);
              case SIGNATURE -> new byte[0];
            })
        .toList();
  }

  private static String decoded(String url) {
    return ESCAPE
        .matcher(url)
        .replaceAll(escape ->
            Matcher.quoteReplacement(Character.toString(Integer.parseInt(escape.group(1), 16))));
  }
}
