package dev.posthouse.receive;

import dev.posthouse.json.Durations;
import dev.posthouse.json.Fields;
import dev.posthouse.webhooks.AnyScheme;
import dev.posthouse.webhooks.BasicScheme;
import dev.posthouse.webhooks.Component;
import dev.posthouse.webhooks.Digest;
import dev.posthouse.webhooks.HmacScheme;
import dev.posthouse.webhooks.JwtScheme;
import dev.posthouse.webhooks.KeyScheme;
import dev.posthouse.webhooks.MessageScheme;
import dev.posthouse.webhooks.OpenScheme;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.SecretText;
import dev.posthouse.webhooks.SignatureText;
import dev.posthouse.webhooks.SignedTime;
import dev.posthouse.webhooks.StandardScheme;
import dev.posthouse.webhooks.Verifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads how a provider proves who it is: `{"type": "hmac", "header": "X-Signature", "form":
/// "sha256={signature}"}` and the like.
final class SchemeForm {
  static final String EXAMPLE =
      "{\"type\": \"hmac\", \"header\": \"X-Signature\", \"form\": \"sha256={signature}\"}";

  /// Each costs a hash of what a stranger sends.
  private static final int MOST_SCHEMES = 5;

  private static final int MOST_CONDITIONS = 5;
  private static final Map<String, Digest> DIGESTS =
      Map.of(
          "sha1", Digest.HMAC_SHA1,
          "sha256", Digest.HMAC_SHA256,
          "sha384", Digest.HMAC_SHA384,
          "sha512", Digest.HMAC_SHA512,
          "sha256-after-secret", Digest.SHA256_AFTER_SECRET);
  private static final Map<String, SignatureText> TEXTS =
      Map.of(
          "hex", SignatureText.HEX,
          "base64", SignatureText.BASE64,
          "base64url", SignatureText.BASE64URL);
  private static final Map<String, SecretText> SECRETS =
      Map.of(
          "text", SecretText.UTF8,
          "html", SecretText.HTML,
          "base64", SecretText.BASE64,
          "hex", SecretText.HEX,
          "whsec", SecretText.WHSEC);
  private static final Map<String, SignedTime.Unit> UNITS =
      Map.of(
          "seconds", SignedTime.Unit.SECONDS,
          "milliseconds", SignedTime.Unit.MILLISECONDS,
          "iso8601", SignedTime.Unit.ISO_8601,
          "text", SignedTime.Unit.TEXT);
  private static final Map<String, KeyScheme.Place> PLACES =
      Map.of(
          "header", KeyScheme.Place.HEADER,
          "query", KeyScheme.Place.QUERY,
          "body", KeyScheme.Place.JSON_MEMBER,
          "xml", KeyScheme.Place.XML_ELEMENT);

  private SchemeForm() {}

  private enum Type {
    HMAC,
    STANDARD,
    SVIX,
    RFC9421,
    JWT,
    KEY,
    BASIC,
    ANY,
    NONE
  }

  private static final Map<String, Type> TYPES =
      Map.of(
          "hmac", Type.HMAC,
          "standard", Type.STANDARD,
          "svix", Type.SVIX,
          "rfc9421", Type.RFC9421,
          "jwt", Type.JWT,
          "key", Type.KEY,
          "basic", Type.BASIC,
          "any", Type.ANY,
          "none", Type.NONE);

  /// Empty where the fields have a flaw.
  static Optional<Scheme> read(Fields fields) {
    Optional<Type> type = fields.optionalChoice("type", TYPES);
    if (!fields.has("type")) {
      fields.flaw(
          "type",
          "is missing; it is one of hmac, standard, svix, rfc9421, jwt, key, basic, any, none");
    }
    return type.flatMap(known -> read(fields, known));
  }

  private static Optional<Scheme> read(Fields fields, Type type) {
    return switch (type) {
      case HMAC -> hmac(fields);
      case STANDARD -> Optional.of(standard(fields, StandardScheme.STANDARD));
      case SVIX -> Optional.of(standard(fields, StandardScheme.SVIX));
      case RFC9421 -> message(fields);
      case JWT -> jwt(fields);
      case KEY -> key(fields);
      case BASIC -> Optional.of(new BasicScheme());
      case ANY -> any(fields);
      case NONE -> Optional.of(new OpenScheme());
    };
  }

  private static Optional<Scheme> hmac(Fields fields) {
    String header = fields.text("header");
    String form = fields.optionalText("form").orElse("{signature}");
    Digest digest = fields.choice("algorithm", Digest.HMAC_SHA256, DIGESTS);
    SignatureText text = fields.choice("encoding", SignatureText.HEX, TEXTS);
    SecretText secret = fields.choice("secret", SecretText.UTF8, SECRETS);
    Optional<SignedTime> time = fields.object("timestamp").map(SchemeForm::time);
    boolean inForm = form.contains("{timestamp}");
    SignedTime signed =
        time.orElseGet(
            () -> inForm ? SignedTime.inSignature(SignedTime.Unit.SECONDS) : SignedTime.NONE);
    String content =
        fields
            .optionalText("signed")
            .orElse(time.isPresent() || inForm ? "{timestamp}.{body}" : "{body}");
    String id = fields.optionalText("idHeader").orElse("");
    Map<String, List<String>> when =
        fields.object("when").map(SchemeForm::conditions).orElse(Map.of());
    return made(
        fields,
        () -> new HmacScheme(header, form, digest, text, content, secret, signed, id, when));
  }

  private static SignedTime time(Fields fields) {
    return new SignedTime(
        fields.optionalText("header").orElse(""),
        fields.choice("unit", SignedTime.Unit.SECONDS, UNITS),
        tolerance(fields, "past"),
        tolerance(fields, "future"));
  }

  private static Duration tolerance(Fields fields, String name) {
    return fields.optional(name, Durations::parse).orElse(Verifier.DEFAULT_TOLERANCE);
  }

  private static Map<String, List<String>> conditions(Fields fields) {
    var conditions = new LinkedHashMap<String, List<String>>();
    for (String name : fields.whole().propertyNames()) {
      conditions.put(name, fields.texts(name));
    }
    if (conditions.size() > MOST_CONDITIONS
        || conditions.values().stream().anyMatch(List::isEmpty)) {
      fields.flaw("", "is up to five headers, each with a list of the values that it may have");
    }
    return conditions;
  }

  private static Scheme standard(Fields fields, StandardScheme usual) {
    return new StandardScheme(usual.names(), tolerance(fields, "tolerance"));
  }

  private static Optional<Scheme> message(Fields fields) {
    List<Component> covered = fields.list("covers", Component::parse);
    Duration tolerance = tolerance(fields, "tolerance");
    List<Component> required = covered.isEmpty() ? MessageScheme.USUAL.required() : covered;
    return made(fields, () -> new MessageScheme(required, tolerance));
  }

  private static Optional<Scheme> jwt(Fields fields) {
    String header = fields.optionalText("header").orElse("Authorization");
    boolean bearer = header.equalsIgnoreCase("Authorization");
    String prefix = fields.optionalText("prefix").orElse(bearer ? "Bearer " : "");
    List<String> algorithms = fields.texts("algorithms");
    String issuer = fields.optionalText("issuer").orElse("");
    String audience = fields.optionalText("audience").orElse("");
    String claim = fields.optionalText("bodyClaim").orElse("");
    var _ = fields.optional("jwks", KeySets::address);
    Duration tolerance = tolerance(fields, "tolerance");
    return made(
        fields,
        () ->
            new JwtScheme(
                header,
                prefix,
                algorithms.isEmpty() ? JwtScheme.USUAL : algorithms,
                issuer,
                audience,
                claim,
                tolerance));
  }

  private static Optional<Scheme> key(Fields fields) {
    KeyScheme.Place place = fields.choice("in", KeyScheme.Place.HEADER, PLACES);
    String name = fields.text("name");
    String prefix = fields.optionalText("prefix").orElse("");
    return made(fields, () -> new KeyScheme(place, name, prefix));
  }

  private static Optional<Scheme> any(Fields fields) {
    List<Fields> all = fields.objects("schemes", MOST_SCHEMES);
    var schemes = new ArrayList<Scheme>();
    for (Fields one : all) {
      if (List.of("any", "jwt", "none").contains(one.whole().path("type").asString(""))) {
        one.ignore("type");
        one.flaw("type", "an any holds no other any, no jwt, and no none: none believes everybody");
      } else {
        read(one).ifPresent(schemes::add);
      }
    }
    if (all.isEmpty()) {
      fields.flaw("schemes", "is a list of one to " + MOST_SCHEMES + " schemes");
    }
    return schemes.isEmpty() ? Optional.empty() : Optional.of(new AnyScheme(schemes));
  }

  private static Optional<Scheme> made(Fields fields, Supplier<Scheme> scheme) {
    try {
      return Optional.of(scheme.get());
    } catch (IllegalArgumentException e) {
      fields.flaw("", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
