package dev.posthouse.receive;

import dev.posthouse.access.MaskedSecrets;
import dev.posthouse.access.Secret;
import dev.posthouse.config.Names;
import dev.posthouse.config.TargetUrl;
import dev.posthouse.event.SourceId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Durations;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import dev.posthouse.net.Cidr;
import dev.posthouse.webhooks.provider.Place;
import dev.posthouse.webhooks.provider.Provider;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of [Source]: read with every check, written with secrets as `***`.
public final class SourceForm {
  /// One of each kind of provider's keys, twice; rotations need two.
  static final int MOST_SECRETS = 20;

  static final int MOST_RANGES = 200;
  static final int MOST_ATTRIBUTES = 20;

  /// As long as any body that is taken at all.
  static final int MOST_BYTES = 10 << 20;

  static final Duration SHORTEST_SILENCE = Duration.ofMinutes(1);
  private static final int MOST_SECRET = 10_000;

  private static final Pattern ATTRIBUTE = Pattern.compile("[a-z0-9]{1,40}");
  private static final List<String> METHODS = List.of("POST", "PUT", "GET");
  private static final Map<String, Source.Style> STYLES =
      Map.of("provider", Source.Style.PROVIDER, "empty", Source.Style.EMPTY);

  private SourceForm() {}

  /// What the JSON form does not say.
  ///
  /// @param known the secrets that `***` stands for
  record Identity(SourceId id, TenantId tenant, long revision, String address, List<Secret> known) {
    static Identity of(Source source, long revision) {
      return new Identity(
          source.id(), source.tenant(), revision, source.address(), source.secrets());
    }
  }

  /// @throws dev.posthouse.event.Invalid with every flaw
  static Source read(JsonNode json, Identity identity) {
    Fields fields = Fields.of(json);
    fields.ignore("id", "revision", "address", "status", "warnings");
    String name = Names.read(fields);
    Optional<ProviderForm.Chosen> chosen = ProviderForm.read(fields);
    Provider provider = chosen.map(ProviderForm.Chosen::provider).orElse(ProviderForm.NONE);
    var source =
        new Source(
            identity.id(),
            identity.tenant(),
            identity.revision(),
            name,
            identity.address(),
            provider,
            chosen.map(ProviderForm.Chosen::scheme).orElse(""),
            chosen.flatMap(ProviderForm.Chosen::custom),
            MaskedSecrets.read(
                fields, "secrets", MOST_SECRETS, identity.known(), SourceForm::refuseOdd),
            fields.optional("url", text -> url(text, identity.address())).orElse(""),
            fields.choice("answer", Source.Style.PROVIDER, STYLES),
            dedupe(fields, provider),
            ranges(fields),
            methods(fields),
            fields.integer("maxBytes", MOST_BYTES, 1, MOST_BYTES),
            attributes(fields),
            fields.bool("orderGuard", false),
            fields.optional("silentAfter", SourceForm::silence),
            fields.bool("enabled", true));
    if (chosen.isPresent()) {
      refuseUnread(fields, source);
    }
    fields.done();
    return source;
  }

  private static void refuseOdd(String secret) {
    if (secret.isEmpty() || secret.length() > MOST_SECRET || secret.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("is empty, or longer than " + MOST_SECRET + " characters");
    }
  }

  /// A secret of another form than the scheme wants would refuse everything later.
  private static void refuseUnread(Fields fields, Source source) {
    if (source.secrets().isEmpty() || source.open()) {
      return;
    }
    try {
      var _ = source.proof().verifier(source.secrets().stream().map(Secret::reveal).toList());
    } catch (IllegalArgumentException e) {
      fields.flaw("secrets", String.valueOf(e.getMessage()));
    }
  }

  private static String url(String text, String address) {
    String path = Source.path(address);
    return TargetUrl.parse(text.replace(Source.ADDRESS, path))
        .toString()
        .replace(path, Source.ADDRESS);
  }

  private static String dedupe(Fields fields, Provider provider) {
    List<String> keys = provider.facts().keys();
    String wanted = fields.optionalText("dedupe").orElse(keys.getFirst());
    if (!keys.contains(wanted) && !provider.equals(ProviderForm.NONE)) {
      fields.flaw("dedupe", "\"" + wanted + "\" is none of its keys: " + String.join(", ", keys));
    }
    return wanted;
  }

  private static List<Cidr> ranges(Fields fields) {
    List<Cidr> ranges = fields.list("allowedIps", Cidr::parse);
    if (ranges.size() > MOST_RANGES) {
      fields.flaw("allowedIps", "has " + ranges.size() + " entries; at most " + MOST_RANGES);
    }
    return ranges;
  }

  private static List<String> methods(Fields fields) {
    List<String> methods = fields.list("methods", SourceForm::method);
    return methods.isEmpty() ? List.of("POST") : methods.stream().distinct().toList();
  }

  private static String method(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    if (!METHODS.contains(upper)) {
      throw new IllegalArgumentException("must be POST, PUT or GET, not " + text);
    }
    return upper;
  }

  private static Map<String, Place> attributes(Fields fields) {
    var attributes = new LinkedHashMap<String, Place>();
    Optional<Fields> wanted = fields.object("attributes");
    if (wanted.isPresent()) {
      for (String name : wanted.get().entries().keySet()) {
        if (!ATTRIBUTE.matcher(name).matches()) {
          wanted
              .get()
              .flaw(name, "is not a name; use lower-case letters and digits, such as store");
        }
        wanted.get().optional(name, Place::parse).ifPresent(place -> attributes.put(name, place));
      }
      if (attributes.size() > MOST_ATTRIBUTES) {
        fields.flaw("attributes", "has more than " + MOST_ATTRIBUTES + " entries");
      }
    }
    return attributes;
  }

  private static Duration silence(String text) {
    Duration silence = Durations.parse(text);
    if (silence.compareTo(SHORTEST_SILENCE) < 0) {
      throw new IllegalArgumentException("is shorter than " + Durations.format(SHORTEST_SILENCE));
    }
    return silence;
  }

  public static ObjectNode write(Source source) {
    ObjectNode json = Json.object();
    json.put("id", source.id().toString());
    json.put("revision", source.revision());
    json.put("name", source.name());
    json.put("address", Source.path(source.address()));
    json.put("provider", source.provider().name());
    source
        .custom()
        .ifPresentOrElse(
            custom -> json.set("custom", custom), () -> json.put("scheme", source.scheme()));
    var secrets = json.putArray("secrets");
    source.secrets().forEach(secret -> secrets.add(Secret.MASK));
    if (!source.url().isEmpty()) {
      json.put("url", source.publicUrl());
    }
    json.put("answer", source.answer().name().toLowerCase(Locale.ROOT));
    json.put("dedupe", source.dedupe());
    var ranges = json.putArray("allowedIps");
    source.allowedIps().forEach(range -> ranges.add(range.toString()));
    var methods = json.putArray("methods");
    source.methods().forEach(methods::add);
    json.put("maxBytes", source.maxBytes());
    ObjectNode attributes = json.putObject("attributes");
    source.attributes().forEach((name, place) -> attributes.put(name, place.toString()));
    json.put("orderGuard", source.orderGuard());
    source.silentAfter().ifPresent(time -> json.put("silentAfter", Durations.format(time)));
    json.put("enabled", source.enabled());
    return json;
  }
}
