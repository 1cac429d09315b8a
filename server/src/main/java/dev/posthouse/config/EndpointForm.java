package dev.posthouse.config;

import dev.posthouse.access.Secret;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Header;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Durations;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import dev.posthouse.net.Cidr;
import dev.posthouse.work.Rate;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of [Endpoint]: read with every check, written with secrets as `***`.
public final class EndpointForm {
  static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
  static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);

  /// A stop waits for running attempts as long as the longest time-out.
  static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);

  /// One endpoint's share of the running attempts, unless it is given another.
  static final int DEFAULT_CONCURRENCY = 64;

  /// As many as the house runs.
  static final int MOST_CONCURRENCY = 5_000;

  static final int MOST_RANGES = 200;
  private static final URI NO_URL = URI.create("https://invalid.example/");
  private static final Map<String, String> METHODS =
      Map.of("POST", "POST", "PUT", "PUT", "PATCH", "PATCH");
  private static final Map<String, Endpoint.WebhookId> WEBHOOK_IDS =
      Map.of("delivery", Endpoint.WebhookId.DELIVERY, "event", Endpoint.WebhookId.EVENT);

  private EndpointForm() {}

  /// What the JSON form does not say.
  ///
  /// @param keys gives the signing keys for the scheme that was read
  record Identity(
      EndpointId id,
      TenantId tenant,
      long revision,
      Function<Signing.Scheme, List<Signing.Key>> keys) {}

  /// Secrets stand in `json` in clear.
  ///
  /// @throws dev.posthouse.event.Invalid with every flaw
  static Endpoint read(JsonNode json, Identity identity) {
    Fields fields = Fields.of(json);
    fields.ignore("id", "revision", "status", "signingSecret", "warnings");
    List<Header> headers = fields.object("headers").map(HeaderRules::read).orElse(List.of());
    Auth auth = fields.object("auth").map(AuthForm::read).orElseGet(Auth.None::new);
    refuseSecondHeader(fields, headers, auth);
    var context = new SigningForm.Context(identity.keys(), names(headers, auth));
    var endpoint =
        new Endpoint(
            identity.id(),
            identity.tenant(),
            Names.read(fields),
            identity.revision(),
            fields.required("url", NO_URL, TargetUrl::parse),
            fields.choice("method", "POST", METHODS),
            headers,
            auth,
            signing(fields, context, auth),
            fields.choice("webhookId", Endpoint.WebhookId.DELIVERY, WEBHOOK_IDS),
            fields.optional("timeout", EndpointForm::timeout).orElse(DEFAULT_TIMEOUT),
            fields.object("retry").map(RetryForm::read).orElse(Retry.STANDARD),
            ErrorRuleForm.read(fields),
            fields.object("health").map(HealthPolicyForm::read).orElse(HealthPolicy.STANDARD),
            fields.optional("rateLimit", Rate::parse),
            fields.integer("concurrency", DEFAULT_CONCURRENCY, 1, MOST_CONCURRENCY),
            fields.object("tls").map(TlsForm::read).orElse(Tls.DEFAULT),
            ranges(fields),
            fields.bool("enabled", true));
    fields.done();
    return endpoint;
  }

  private static Duration timeout(String text) {
    return RetryForm.within(text, SHORTEST_TIMEOUT, LONGEST_TIMEOUT);
  }

  private static Signing signing(Fields fields, SigningForm.Context context, Auth auth) {
    Signing signing =
        fields
            .object("signing")
            .map(json -> SigningForm.read(json, context))
            .orElseGet(
                () -> new Signing(Signing.Scheme.V1, context.keys().apply(Signing.Scheme.V1)));
    boolean tokenLater = auth instanceof Auth.OAuth2 || auth instanceof Auth.SelfIssued;
    if (tokenLater && signing.covers("authorization")) {
      fields.flaw("signing", "must not cover authorization: its token is put in after signing");
    }
    return signing;
  }

  private static List<Cidr> ranges(Fields fields) {
    List<Cidr> ranges = fields.list("allowedIps", Cidr::parse);
    if (ranges.size() > MOST_RANGES) {
      fields.flaw("allowedIps", "has " + ranges.size() + " entries; at most " + MOST_RANGES);
    }
    return ranges;
  }

  private static void refuseSecondHeader(Fields fields, List<Header> headers, Auth auth) {
    String taken = header(auth);
    if (headers.stream().anyMatch(h -> h.name().equalsIgnoreCase(taken))) {
      fields.flaw("headers", "must not hold " + taken + ", which auth sets");
    }
  }

  /// The header that authentication sets; empty for none.
  private static String header(Auth auth) {
    return switch (auth) {
      case Auth.None n -> "";
      case Auth.ApiKey a -> a.header();
      case Auth.Basic b -> "Authorization";
      case Auth.Bearer b -> "Authorization";
      case Auth.OAuth2 o -> "Authorization";
      case Auth.SelfIssued s -> "Authorization";
    };
  }

  /// A token is put in after the signature was made, so that one cannot cover it.
  private static String signed(Auth auth) {
    boolean later = auth instanceof Auth.OAuth2 || auth instanceof Auth.SelfIssued;
    return later ? "" : header(auth);
  }

  /// The names of the headers that the endpoint sets, in lower case.
  private static Set<String> names(List<Header> headers, Auth auth) {
    return Stream.concat(headers.stream().map(Header::name), Stream.of(signed(auth)))
        .filter(name -> !name.isEmpty())
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  /// What the form says of an endpoint that says nothing but its name and URL.
  public static ObjectNode defaults() {
    ObjectNode least = Json.object().put("name", "least").put("url", NO_URL.toString());
    var nobody =
        new Identity(new EndpointId(0), new TenantId(0), 0, scheme -> List.<Signing.Key>of());
    ObjectNode form = write(read(least, nobody));
    form.remove(List.of("id", "name", "url", "revision"));
    return form;
  }

  /// The form that [#read] takes, with all defaults written out.
  public static ObjectNode write(Endpoint endpoint) {
    ObjectNode json = Json.object();
    json.put("id", endpoint.id().toString());
    json.put("name", endpoint.name());
    json.put("url", UrlMask.mask(endpoint.url()));
    json.put("method", endpoint.method());
    ObjectNode headers = json.putObject("headers");
    endpoint.headers().forEach(h -> headers.put(h.name(), shown(h)));
    if (!(endpoint.auth() instanceof Auth.None)) {
      json.set("auth", AuthForm.write(endpoint.auth()));
    }
    json.set("signing", SigningForm.write(endpoint.signing()));
    json.put("webhookId", word(endpoint.webhookId()));
    json.put("timeout", Durations.format(endpoint.timeout()));
    json.set("retry", RetryForm.write(endpoint.retry()));
    json.set("errorRules", ErrorRuleForm.write(endpoint.errorRules()));
    json.set("health", HealthPolicyForm.write(endpoint.health()));
    endpoint.rate().ifPresent(rate -> json.put("rateLimit", rate.text()));
    json.put("concurrency", endpoint.concurrency());
    TlsForm.write(endpoint.tls(), json.putObject("tls"));
    var ranges = json.putArray("allowedIps");
    endpoint.allowedIps().forEach(range -> ranges.add(range.toString()));
    json.put("enabled", endpoint.enabled());
    json.put("revision", endpoint.revision());
    return json;
  }

  private static String shown(Header header) {
    return HeaderRules.sensitive(header.name()) ? Secret.MASK : header.value();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
