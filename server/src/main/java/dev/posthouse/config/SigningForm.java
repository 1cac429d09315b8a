package dev.posthouse.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.access.Secret;
import dev.posthouse.config.Signing.Form;
import dev.posthouse.config.Signing.Scheme;
import dev.posthouse.config.Signing.SecretEncoding;
import dev.posthouse.config.Signing.TimestampUnit;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import dev.posthouse.webhooks.Component;
import dev.posthouse.webhooks.HmacFormat;
import dev.posthouse.webhooks.SigningSecret;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of [Signing]. Secrets are written as `***`.
public final class SigningForm {
  /// What RFC 9421 signatures cover unless the endpoint says otherwise: where the message goes, its
  /// body by the digest, and the id by which a receiver knows a repetition.
  static final List<Component> USUAL =
      Stream.of(
              "@method",
              "@authority",
              "@path",
              "@query",
              "content-digest",
              "content-type",
              "webhook-id",
              "webhook-timestamp")
          .map(Component::parse)
          .toList();

  /// The headers of every delivery that can be covered; those of the endpoint come to them.
  private static final Set<String> OWN_FIELDS =
      Set.of(
          "content-digest",
          "content-type",
          "webhook-id",
          "webhook-timestamp",
          "posthouse-event-id",
          "posthouse-attempt");

  private static final String DIGEST = "content-digest";
  private static final int MOST_COMPONENTS = 30;
  private static final int MOST_TEXT = 500;
  private static final int LONGEST_SECRET = 1_000;
  private static final HmacFormat USUAL_FORMAT =
      new HmacFormat(HmacFormat.Algorithm.SHA256, HmacFormat.Encoding.HEX, "", "{body}");
  private static final Map<String, Scheme> SCHEMES =
      Map.of(
          "v1", Scheme.V1,
          "v1a", Scheme.V1A,
          "rfc9421", Scheme.MESSAGE,
          "hmac", Scheme.HMAC,
          "none", Scheme.NONE);
  private static final Map<String, Scheme> MESSAGE_ALGORITHMS =
      Map.of("ed25519", Scheme.MESSAGE, "hmac-sha256", Scheme.MESSAGE_HMAC);

  private SigningForm() {}

  /// What a signature has to fit to.
  ///
  /// @param keys gives the keys for the scheme that was read
  /// @param headers the names of the headers that the endpoint sets, in lower case
  record Context(Function<Scheme, List<Signing.Key>> keys, Set<String> headers) {}

  /// Secrets stand in clear, or as `***` for those that `keys` gives.
  static Signing read(Fields fields, Context context) {
    fields.ignore("publicKey", "keyId");
    Scheme scheme = fields.choice("scheme", Scheme.V1, SCHEMES);
    return switch (scheme) {
      case V1, V1A, NONE -> new Signing(scheme, context.keys().apply(scheme));
      case MESSAGE, MESSAGE_HMAC -> message(fields, context);
      case HMAC -> custom(fields, context);
    };
  }

  private static Signing message(Fields fields, Context context) {
    Scheme scheme = fields.choice("algorithm", Scheme.MESSAGE, MESSAGE_ALGORITHMS);
    List<Component> covered =
        fields.has("components") ? fields.list("components", Component::parse) : USUAL;
    if (new HashSet<>(covered).size() < covered.size() || covered.size() > MOST_COMPONENTS) {
      fields.flaw("components", "names each component once, at most " + MOST_COMPONENTS);
    }
    covered.stream()
        .filter(c -> c.isField() && !OWN_FIELDS.contains(c.name()))
        .filter(c -> !context.headers().contains(c.name()))
        .forEach(c ->
            fields.flaw(
                "components",
                "\"%s\" is a header that this endpoint does not send".formatted(c.name())));
    if (covered.stream().noneMatch(c -> c.name().equals(DIGEST))) {
      fields.flaw("components", "must name content-digest: without it the body is not signed");
    }
    refuseTaken(fields, "scheme", Set.of(DIGEST, "signature", "signature-input"), context);
    return new Signing(scheme, context.keys().apply(scheme), new Form.Message(covered));
  }

  private static void refuseTaken(Fields fields, String field, Set<String> names, Context context) {
    names.stream()
        .filter(context.headers()::contains)
        .forEach(name -> fields.flaw(field, "sets the header " + name + ", as headers do"));
  }

  private static Signing custom(Fields fields, Context context) {
    String header = fields.required("header", "X-Signature", HeaderRules::name);
    String timestampHeader = fields.optional("timestampHeader", HeaderRules::name).orElse("");
    refuseTaken(fields, "header", Set.of(header.toLowerCase(Locale.ROOT)), context);
    refuseTaken(
        fields, "timestampHeader", Set.of(timestampHeader.toLowerCase(Locale.ROOT)), context);
    if (timestampHeader.equalsIgnoreCase(header)) {
      fields.flaw("timestampHeader", "is the header of the signature; name another one");
    }
    var encoding =
        fields.choice("secretEncoding", SecretEncoding.TEXT, words(SecretEncoding.values()));
    var form =
        new Form.Custom(
            header,
            format(fields),
            timestampHeader,
            fields.choice("timestampUnit", TimestampUnit.SECONDS, words(TimestampUnit.values())),
            encoding);
    Optional<Secret> given = fields.optional("secret", text -> secret(text, encoding));
    List<Signing.Key> keys =
        given
            .filter(secret -> !secret.reveal().equals(Secret.MASK))
            .map(secret -> List.of(new Signing.Key(secret, Instant.MAX)))
            .orElseGet(() -> context.keys().apply(Scheme.HMAC));
    return new Signing(Scheme.HMAC, keys, form);
  }

  private static HmacFormat format(Fields fields) {
    var algorithm =
        fields.choice(
            "algorithm", HmacFormat.Algorithm.SHA256, words(HmacFormat.Algorithm.values()));
    var encoding =
        fields.choice("encoding", HmacFormat.Encoding.HEX, words(HmacFormat.Encoding.values()));
    String prefix = fields.optional("prefix", SigningForm::prefix).orElse("");
    String signed =
        fields.optional("signed", text -> tried("", text, text)).orElse(USUAL_FORMAT.signed());
    try {
      return new HmacFormat(algorithm, encoding, prefix, signed);
    } catch (IllegalArgumentException toldAbove) {
      return USUAL_FORMAT;
    }
  }

  /// Signatures are shown with the attempts; a URL may hold a credential.
  private static String prefix(String text) {
    if (text.contains("{url}") || text.contains("{path}")) {
      throw new IllegalArgumentException("may name {id}, {timestamp} and {method} only");
    }
    return tried(text, "{body}", text);
  }

  /// @throws IllegalArgumentException if one of the texts is none of its kind
  private static String tried(String prefix, String signed, String text) {
    if (text.length() > MOST_TEXT || !text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "has at most " + MOST_TEXT + " characters of printable ASCII");
    }
    var _ = new HmacFormat(HmacFormat.Algorithm.SHA256, HmacFormat.Encoding.HEX, prefix, signed);
    return text;
  }

  private static Secret secret(String text, SecretEncoding encoding) {
    if (text.isEmpty() || text.length() > LONGEST_SECRET) {
      throw new IllegalArgumentException("has 1 to " + LONGEST_SECRET + " characters");
    }
    var secret = new Secret(text);
    if (!text.equals(Secret.MASK)) {
      var _ = key(secret, encoding);
    }
    return secret;
  }

  /// The bytes that sign.
  ///
  /// @throws IllegalArgumentException if the text is not in this encoding; it is not repeated
  public static byte[] key(Secret secret, SecretEncoding encoding) {
    try {
      return switch (encoding) {
        case TEXT -> secret.reveal().getBytes(UTF_8);
        case HEX -> HexFormat.of().parseHex(secret.reveal());
        case BASE64 -> Base64.getDecoder().decode(secret.reveal());
      };
    } catch (IllegalArgumentException quotesTheText) {
      throw new IllegalArgumentException("is not " + word(encoding) + ", as secretEncoding says");
    }
  }

  static ObjectNode write(Signing signing) {
    ObjectNode json = Json.object();
    switch (signing.form()) {
      case Form.Standard standard -> json.put("scheme", word(signing.scheme()));
      case Form.Message message -> {
        json.put("scheme", "rfc9421");
        json.put("algorithm", signing.scheme() == Scheme.MESSAGE ? "ed25519" : "hmac-sha256");
        var components = json.putArray("components");
        message.covered().forEach(c -> components.add(c.toString()));
      }
      case Form.Custom custom -> write(json, custom);
    }
    names(json, signing);
    return json;
  }

  private static void write(ObjectNode json, Form.Custom custom) {
    json.put("scheme", "hmac");
    json.put("algorithm", word(custom.format().algorithm()));
    json.put("encoding", word(custom.format().encoding()));
    json.put("header", custom.header());
    json.put("prefix", custom.format().prefix());
    json.put("signed", custom.format().signed());
    if (!custom.timestampHeader().isEmpty()) {
      json.put("timestampHeader", custom.timestampHeader());
    }
    json.put("timestampUnit", word(custom.unit()));
    json.put("secret", Secret.MASK);
    json.put("secretEncoding", word(custom.secretEncoding()));
  }

  /// By what receivers know the newest key.
  private static void names(ObjectNode json, Signing signing) {
    if (signing.keys().isEmpty() || signing.scheme() == Scheme.HMAC) {
      return;
    }
    var secret = SigningSecret.parse(signing.keys().getFirst().secret().reveal());
    if (signing.scheme().hasPublicKey()) {
      json.put("publicKey", secret.verifyingKey().toString());
    }
    if (signing.form() instanceof Form.Message) {
      json.put("keyId", secret.keyId());
    }
  }

  private static <E extends Enum<E>> Map<String, E> words(E[] values) {
    return Stream.of(values).collect(Collectors.toMap(SigningForm::word, Function.identity()));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
