package dev.posthouse.shopify;

import dev.posthouse.access.MaskedSecrets;
import dev.posthouse.access.Secret;
import dev.posthouse.config.Names;
import dev.posthouse.config.TargetUrl;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.ShopifyAppId;
import dev.posthouse.event.SourceId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import dev.posthouse.rule.Filter;
import dev.posthouse.shopify.ShopifyApp.Registering;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of [ShopifyApp]: read with every check, written with secrets as `***`.
public final class AppForm {
  static final int MOST_SECRETS = 5;
  static final int MOST_SCOPES = 200;
  static final int MOST_TOPICS = 200;
  static final int MOST_FIELDS = 200;

  /// The newest that the reference of this code has an enumeration of topics of.
  static final String API_VERSION = "2026-07";

  private static final int MOST_TEXT = 2_000;

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.:-]{1,200}");
  private static final Pattern SECRET = Pattern.compile("[!-~]{1,500}");
  private static final Pattern VERSION = Pattern.compile("20[0-9]{2}-(?:01|04|07|10)|unstable");
  private static final Map<String, Registering> WAYS =
      Map.of("api", Registering.API, "toml", Registering.TOML);

  private AppForm() {}

  /// What the JSON form does not say.
  ///
  /// @param known the secrets that `***` stands for
  record Identity(ShopifyAppId id, TenantId tenant, long revision, List<Secret> known) {
    static Identity of(ShopifyApp app, long revision) {
      return new Identity(app.id(), app.tenant(), revision, app.secrets());
    }
  }

  /// @throws Invalid with every flaw
  static ShopifyApp read(JsonNode json, Identity identity) {
    Fields fields = Fields.of(json);
    fields.ignore("id", "revision", "installUrl", "callbackUrl", "shops", "warnings");
    var app =
        new ShopifyApp(
            identity.id(),
            identity.tenant(),
            identity.revision(),
            Names.read(fields),
            fields.required("clientId", "", AppForm::word),
            secrets(fields, identity.known()),
            limited(fields, "scopes", MOST_SCOPES),
            topics(fields),
            fields.required("source", new SourceId(0), SourceId::parse),
            fields.required("url", "", AppForm::base),
            fields.optional("apiVersion", AppForm::version).orElse(API_VERSION),
            fields.choice("register", Registering.API, WAYS),
            fields.bool("expiringTokens", true),
            fields.optional("landing", AppForm::https).orElse(""));
    fields.done();
    return app;
  }

  private static List<Secret> secrets(Fields fields, List<Secret> known) {
    if (fields.whole().path("clientSecrets").isEmpty()) {
      fields.flaw("clientSecrets", "must have an entry, and the newest first");
    }
    return MaskedSecrets.read(fields, "clientSecrets", MOST_SECRETS, known, AppForm::visible);
  }

  private static void visible(String secret) {
    if (!SECRET.matcher(secret).matches()) {
      throw new IllegalArgumentException("must have 1 to 500 visible ASCII characters");
    }
  }

  private static List<String> limited(Fields fields, String name, int most) {
    List<String> words = fields.list(name, AppForm::word);
    if (words.size() > most) {
      fields.flaw(name, "has " + words.size() + " entries; at most " + most);
    }
    return words;
  }

  private static List<Topic> topics(Fields fields) {
    var topics = new ArrayList<Topic>();
    var seen = new HashSet<String>();
    for (Fields each : fields.objects("topics", MOST_TOPICS)) {
      var topic =
          new Topic(
              each.required("topic", "", Topic::name),
              each.optional("filter", AppForm::filter).orElse(""),
              limited(each, "includeFields", MOST_FIELDS),
              limited(each, "metafieldNamespaces", MOST_FIELDS));
      if (!seen.add(topic.name() + " " + topic.filter())) {
        each.flaw("topic", "stands here twice with the same filter, which Shopify takes for one");
      }
      topics.add(topic);
    }
    return topics;
  }

  /// A filter with a slip would make Shopify refuse the subscription, in every shop.
  private static String filter(String text) {
    if (text.isBlank() || text.length() > MOST_TEXT) {
      throw new IllegalArgumentException("has 1 to " + MOST_TEXT + " characters");
    }
    var _ = Filter.compile(List.of("shopify: " + text));
    return text.strip();
  }

  private static String word(String text) {
    if (!WORD.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "has 1 to 200 letters, digits and _ . : -, such as read_orders");
    }
    return text;
  }

  private static String version(String text) {
    if (!VERSION.matcher(text).matches()) {
      throw new IllegalArgumentException("is not a version such as " + API_VERSION);
    }
    return text;
  }

  private static String https(String text) {
    URI url = TargetUrl.parse(text);
    if (!"https".equals(url.getScheme())) {
      throw new IllegalArgumentException("must begin with https://, as Shopify wants it");
    }
    return url.toString();
  }

  private static String base(String text) {
    String url = https(text);
    if (URI.create(url).getRawQuery() != null) {
      throw new IllegalArgumentException("must not have a query (?…); it is what paths follow");
    }
    return url.replaceFirst("/+$", "");
  }

  public static ObjectNode write(ShopifyApp app) {
    ObjectNode json = Json.object();
    json.put("id", app.id().toString());
    json.put("revision", app.revision());
    json.put("name", app.name());
    json.put("clientId", app.clientId());
    ArrayNode secrets = json.putArray("clientSecrets");
    app.secrets().forEach(secret -> secrets.add(Secret.MASK));
    put(json, "scopes", app.scopes());
    ArrayNode topics = json.putArray("topics");
    app.topics().forEach(topic -> write(topics.addObject(), topic));
    json.put("source", app.source().toString());
    json.put("url", app.url());
    json.put("apiVersion", app.apiVersion());
    json.put("register", app.registering() == Registering.API ? "api" : "toml");
    json.put("expiringTokens", app.expiring());
    if (!app.landing().isEmpty()) {
      json.put("landing", app.landing());
    }
    json.put("installUrl", app.installUrl());
    json.put("callbackUrl", app.callbackUrl());
    return json;
  }

  private static void write(ObjectNode json, Topic topic) {
    json.put("topic", topic.name());
    if (!topic.filter().isEmpty()) {
      json.put("filter", topic.filter());
    }
    if (!topic.includeFields().isEmpty()) {
      put(json, "includeFields", topic.includeFields());
    }
    if (!topic.metafieldNamespaces().isEmpty()) {
      put(json, "metafieldNamespaces", topic.metafieldNamespaces());
    }
  }

  private static void put(ObjectNode json, String name, List<String> texts) {
    texts.forEach(json.putArray(name)::add);
  }
}
