package dev.posthouse.webhooks;

import dev.posthouse.webhooks.SignatureHeader.Found;
import dev.posthouse.webhooks.Template.Kind;
import dev.posthouse.webhooks.Template.Part;
import dev.posthouse.webhooks.Verification.Refused;
import dev.posthouse.webhooks.Verification.Verified;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An [HmacScheme] with its keys.
final class HmacVerifier implements Verifier {
  private final HmacScheme scheme;
  private final List<Digest.Keyed> keys;
  private final SignatureHeader form;
  private final Template content;
  private final List<String> needed;

  HmacVerifier(HmacScheme scheme, List<Digest.Keyed> keys) {
    this.scheme = scheme;
    this.keys = keys;
    this.form = SignatureHeader.parse(scheme.form());
    this.content = Template.parse(scheme.content());
    this.needed = needed(scheme, content);
  }

  /// The headers that a message must have, each once.
  private static List<String> needed(HmacScheme scheme, Template content) {
    List<String> names = new ArrayList<>(List.of(scheme.header()));
    names.add(scheme.time().header());
    names.add(scheme.idHeader());
    content.parts().stream()
        .filter(part -> part.kind() == Kind.HEADER)
        .map(Part::text)
        .forEach(names::add);
    return names.stream().filter(name -> !name.isEmpty()).toList();
  }

  @Override
  public Verification verify(Request request, Instant now) {
    for (String name : needed) {
      Optional<Refused> refused = Headers.refusal(request, name);
      if (refused.isPresent()) {
        return refused.get();
      }
    }
    if (!applies(request)) {
      return Refused.of(Refusal.UNKNOWN_VERSION);
    }
    boolean signsUrl =
        content.has(Kind.URL) || content.has(Kind.DECODED_URL) || content.has(Kind.PATH);
    if (signsUrl && request.url().isEmpty()) {
      return Refused.of(Refusal.UNKNOWN_URL);
    }
    String id = scheme.idHeader().isEmpty() ? "" : value(request, scheme.idHeader());
    if (!scheme.idHeader().isEmpty() && !SignedContent.isId(id)) {
      return Refused.of(Refusal.MALFORMED_ID);
    }
    return form.read(value(request, scheme.header()))
        .map(found -> verify(request, id, found, now))
        .orElseGet(() -> malformed());
  }

  private boolean applies(Request request) {
    return scheme.conditions().entrySet().stream()
        .allMatch(one -> one.getValue().contains(value(request, one.getKey())));
  }

  private static String value(Request request, String header) {
    return request.header(header).orElse("");
  }

  private Refused malformed() {
    return new Refused(
        Refusal.MALFORMED_SIGNATURE,
        "The header " + scheme.header() + " is not of the form " + scheme.form());
  }

  private Verification verify(Request request, String id, Found found, Instant now) {
    if (!content.has(Kind.TIMESTAMP)) {
      return verify(request, id, "", found, Instant.EPOCH);
    }
    SignedTime time = scheme.time();
    String text = time.header().isEmpty() ? found.timestamp() : value(request, time.header());
    Optional<Instant> timestamp = time.unit().read(text);
    if (timestamp.isEmpty()) {
      return Refused.of(Refusal.MALFORMED_TIMESTAMP);
    }
    Optional<Refusal> stale = time.refusal(timestamp.get(), now);
    return stale.isPresent()
        ? Refused.of(stale.get())
        : verify(request, id, text, found, timestamp.get());
  }

  private Verification verify(
      Request request, String id, String time, Found found, Instant timestamp) {
    List<byte[]> signatures =
        found.signatures().stream()
            .flatMap(text -> scheme.text().read(text).stream())
            .filter(signature -> signature.length > 0)
            .toList();
    if (signatures.isEmpty()) {
      return malformed();
    }
    List<byte[]> parts = SignedParts.of(content, request, time, id);
    for (int i = 0; i < keys.size(); i++) {
      byte[] right = keys.get(i).of(parts);
      if (signatures.stream().anyMatch(signature -> MessageDigest.isEqual(signature, right))) {
        return new Verified(id, timestamp, i);
      }
    }
    return Refused.of(Refusal.MISMATCH);
  }
}
