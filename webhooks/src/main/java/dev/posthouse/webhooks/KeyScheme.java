package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.Verification.Refused;
import dev.posthouse.webhooks.Verification.Verified;
import dev.posthouse.webhooks.body.Form;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.body.Xml;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The sender shows a key as it stands: an API key or a token. Proves nothing of the content, which
/// is protected by https alone.
///
/// @param name of the header, parameter, field or element
/// @param prefix what stands before the key, such as `Bearer ` with its space; upper and lower case
///   are the same
public record KeyScheme(Place place, String name, String prefix) implements Scheme {

  /// Where the key stands.
  public enum Place {
    HEADER,
    /// In the query of the URL: scrub it from logs.
    QUERY,
    /// A member of the JSON object that is the body.
    JSON_MEMBER,
    /// The first element of this local name in the XML that is the body.
    XML_ELEMENT
  }

  /// In a header of its own, such as `X-Gitlab-Token`.
  public static KeyScheme header(String name) {
    return new KeyScheme(Place.HEADER, name, "");
  }

  /// In the header `Authorization`, after `Bearer `.
  public static KeyScheme bearer() {
    return new KeyScheme(Place.HEADER, "Authorization", "Bearer ");
  }

  /// In the query of the URL.
  public static KeyScheme query(String name) {
    return new KeyScheme(Place.QUERY, name, "");
  }

  @Override
  public Verifier verifier(List<String> secrets) {
    List<byte[]> keys =
        Scheme.checked(secrets).stream().map(secret -> secret.getBytes(UTF_8)).toList();
    return (request, now) -> verify(request, keys);
  }

  private Verification verify(Request request, List<byte[]> keys) {
    if (place == Place.HEADER) {
      Optional<Refused> refused = Headers.refusal(request, name);
      if (refused.isPresent()) {
        return refused.get();
      }
    }
    try {
      return shown(request)
          .map(shown -> compare(shown, keys))
          .orElseGet(() -> Refused.of(Refusal.MISSING_CREDENTIAL));
    } catch (Malformed body) {
      return Refused.of(Refusal.MALFORMED_BODY);
    }
  }

  private Optional<String> shown(Request request) throws Malformed {
    return switch (place) {
      case HEADER -> request.header(name);
      case QUERY -> Form.read(request.query()).first(name);
      case JSON_MEMBER -> Json.read(request.body()).at(name).map(Json::text);
      case XML_ELEMENT -> Xml.read(request.body()).first(name).map(Xml::text);
    };
  }

  private Verification compare(String shown, List<byte[]> keys) {
    if (!shown.regionMatches(true, 0, prefix, 0, prefix.length())) {
      return Refused.of(Refusal.WRONG_CREDENTIAL);
    }
    byte[] key = shown.substring(prefix.length()).getBytes(UTF_8);
    for (int i = 0; i < keys.size(); i++) {
      if (MessageDigest.isEqual(key, keys.get(i))) {
        return new Verified("", Instant.EPOCH, i);
      }
    }
    return Refused.of(Refusal.WRONG_CREDENTIAL);
  }

  /// A key in the query or in the body is put there by who builds those.
  @Override
  public Map<String, String> sign(Request request, String secret, String id, Instant at) {
    Scheme.checked(List.of(secret));
    return place == Place.HEADER ? Map.of(name, prefix + secret) : Map.of();
  }
}
