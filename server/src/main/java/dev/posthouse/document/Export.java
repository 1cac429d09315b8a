package dev.posthouse.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.config.Endpoint;
import dev.posthouse.config.EndpointForm;
import dev.posthouse.config.HeaderRules;
import dev.posthouse.config.Snapshot;
import dev.posthouse.config.SourceBook;
import dev.posthouse.config.Subscription;
import dev.posthouse.config.SubscriptionForm;
import dev.posthouse.config.UrlMask;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes a tenant's configuration as a document that, applied with the values of its placeholders,
/// changes nothing. What is as it is by default is left out.
final class Export {
  private final Language language;
  private final PlaceholderNames names = new PlaceholderNames();
  private final ObjectNode endpointDefaults = EndpointForm.defaults();
  private final ObjectNode subscriptionDefaults =
      SubscriptionForm.defaults().put("contentType", "application/json");

  Export(Language language) {
    this.language = language;
  }

  /// @param sources those of the tenant
  String text(Snapshot now, List<SourceBook.Written> sources, TenantId tenant) {
    ObjectNode document = Json.object();
    ArrayNode webhooks = document.putArray(DocumentKeys.WEBHOOKS.word().in(language));
    for (Endpoint endpoint : now.endpoints(tenant).reversed()) {
      webhooks.add(webhook(endpoint, now.subscriptions(endpoint.id()).reversed()));
    }
    if (!sources.isEmpty()) {
      ArrayNode list = document.putArray(DocumentKeys.SOURCES.word().in(language));
      sources.forEach(source -> list.add(source(source)));
    }
    String body = YamlText.of(document);
    boolean tooLarge =
        webhooks.size() > DocumentReader.MOST_WEBHOOKS
            || sources.size() > DocumentReader.MOST_SOURCES
            || body.getBytes(UTF_8).length > Documents.MOST_BYTES;
    return (tooLarge ? division() : "") + comment() + translations(now, tenant) + body;
  }

  /// The names of the placeholders that the last text has.
  Map<String, String> placeholders() {
    return names.meanings();
  }

  private String division() {
    return language == Language.CHINESE
        ? "# 本文档超过可以应用的上限（500 个 webhook、2 MB）：请分成几份应用，不要使用 --prune。\n"
        : "# This is more than can be applied at once (500 webhooks, 2 MB): divide it, and apply the"
            + " parts without --prune.\n";
  }

  private String comment() {
    var text = new StringBuilder();
    boolean chinese = language == Language.CHINESE;
    if (!names.meanings().isEmpty()) {
      text.append(
          chinese
              ? "# 机密信息以占位符表示。应用本文档时，请为每个占位符提供值：\n"
              : "# Secrets are placeholders. To apply this document, give a value for each:\n");
    }
    names
        .meanings()
        .forEach((name, meaning) -> text.append("#   %s: %s\n".formatted(name, meaning)));
    return text.toString();
  }

  /// What filters in another language than CEL mean.
  private String translations(Snapshot now, TenantId tenant) {
    var text = new StringBuilder();
    for (Subscription subscription : now.subscriptions(tenant)) {
      List<String> cel = subscription.filter().inCel();
      List<String> written = subscription.filter().texts();
      for (int i = 0; i < cel.size(); i++) {
        if (!cel.get(i).equals(written.get(i))) {
          text.append("# %s: %s\n".formatted(subscription.name(), oneLine(written.get(i))));
          text.append("#   = %s\n".formatted(oneLine(cel.get(i))));
        }
      }
    }
    return text.toString();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\R", " ");
  }

  private ObjectNode webhook(Endpoint endpoint, List<Subscription> subscriptions) {
    boolean onePiece =
        subscriptions.size() == 1
            && subscriptions.getFirst().enabled()
            && subscriptions.getFirst().name().equals(endpoint.name());
    var form = new Form(endpoint.name(), EndpointForm.write(endpoint), endpointDefaults);
    form.json.put("url", UrlMask.mask(endpoint.url()));
    ObjectNode piece = onePiece ? SubscriptionForm.write(subscriptions.getFirst()) : Json.object();
    ObjectNode webhook = Json.object();
    for (Key key : Section.WEBHOOK.keys()) {
      if (key.equals(WebhookKeys.SUBSCRIPTIONS)) {
        if (!onePiece) {
          webhook.set(key.word().in(language), list(subscriptions));
        }
      } else if (key.form() == Key.Form.SUBSCRIPTION) {
        put(webhook, key, new Form(endpoint.name(), piece, subscriptionDefaults));
      } else {
        put(webhook, key, form);
      }
    }
    return webhook;
  }

  private ObjectNode source(SourceBook.Written source) {
    String name = source.form().path("name").asString("");
    var form = new Form(name, source.form(), source.defaults());
    ObjectNode written = Json.object();
    Section.SOURCE.keys().forEach(key -> put(written, key, form));
    return written;
  }

  private ArrayNode list(List<Subscription> subscriptions) {
    ArrayNode list = Json.array();
    for (Subscription subscription : subscriptions) {
      var form =
          new Form(subscription.name(), SubscriptionForm.write(subscription), subscriptionDefaults);
      ObjectNode item = list.addObject();
      Section.SUBSCRIPTION.keys().forEach(key -> put(item, key, form));
    }
    return list;
  }

  /// A JSON form to be written, and what may be left out of it.
  private record Form(String webhook, ObjectNode json, JsonNode defaults) {}

  private void put(ObjectNode into, Key key, Form form) {
    String name = key.word().in(language);
    if (key.kind() instanceof Kind.Group group && group.section() == Section.SECURITY) {
      ObjectNode security = Json.object();
      Section.SECURITY.keys().forEach(k -> put(security, k, form));
      if (!security.isEmpty()) {
        into.set(name, security);
      }
      return;
    }
    JsonNode value = form.json().at(key.target());
    if (!value.isMissingNode() && !value.equals(form.defaults().at(key.target()))) {
      JsonNode written = written(key, value, form);
      if (!(key.kind() instanceof Kind.Group) || !written.isEmpty()) {
        into.set(name, written);
      }
    }
  }

  private JsonNode written(Key key, JsonNode value, Form form) {
    return switch (key.kind()) {
      case Kind.One one -> leaf(one.leaf(), key, value, form);
      case Kind.Many many -> leaves(many.leaf(), key, value, form);
      case Kind.Choice choice -> text(word(choice, value.stringValue()));
      case Kind.Flag flag -> flag(flag, value);
      case Kind.Group group -> group(group.section(), value, form);
      case Kind.Tls tls ->
          value.has("ca") || value.has("clientCertificate")
              ? group(Section.TLS, value, form)
              : flag(tls.verify(), value.path("verify"));
      case Kind.Headers headers -> headers((ObjectNode) value, form);
      case Kind.Networks networks -> value;
      case Kind.Tree tree -> value;
      case Kind.Groups groups -> throw new IllegalStateException(key.target());
    };
  }

  /// All fields of a group, for those it has are those that its kind needs.
  private ObjectNode group(Section section, JsonNode value, Form form) {
    ObjectNode group = Json.object();
    for (Key key : section.keys()) {
      String field = key.target().substring(key.target().lastIndexOf('/') + 1);
      if (!key.equals(EndpointKeys.TIMEOUT) && value.has(field)) {
        group.set(key.word().in(language), written(key, value.path(field), form));
      }
    }
    return group;
  }

  private JsonNode leaf(Kind.Leaf leaf, Key key, JsonNode value, Form form) {
    return switch (leaf) {
      case TEXT, WHOLE, NUMBER -> value;
      case CREDENTIAL -> credential(key, value.stringValue(), form);
      case URL ->
          UrlMask.isMask(value.stringValue()) ? placeholder(form, key.word().english()) : value;
      case DURATION -> text(Spoken.duration(value.stringValue(), language));
      case RATE -> text(Spoken.rate(value.stringValue(), language));
    };
  }

  /// The name of a user or a client is no secret, unless it looks like a placeholder.
  private JsonNode credential(Key key, String value, Form form) {
    String field = key.word().english();
    boolean name = field.equals("username") || field.equals("clientId");
    return name && Values.placeholder(value).isEmpty() ? text(value) : placeholder(form, field);
  }

  private ArrayNode leaves(Kind.Leaf leaf, Key key, JsonNode value, Form form) {
    ArrayNode list = Json.array();
    Iterable<JsonNode> items = value.isArray() ? value : List.of(value);
    items.forEach(item -> list.add(leaf(leaf, key, item, form)));
    return list;
  }

  private ObjectNode headers(ObjectNode headers, Form form) {
    ObjectNode written = Json.object();
    for (var header : headers.properties()) {
      String name = header.getKey();
      String value = header.getValue().stringValue();
      boolean hidden = HeaderRules.sensitive(name) || Values.placeholder(value).isPresent();
      written.set(name, hidden ? placeholder(form, name) : text(value));
    }
    return written;
  }

  private JsonNode flag(Kind.Flag flag, JsonNode value) {
    if (language == Language.ENGLISH) {
      return value;
    }
    return text((value.booleanValue() ? flag.yes() : flag.no()).in(language));
  }

  private String word(Kind.Choice choice, String english) {
    return choice.words().stream()
        .filter(word -> word.english().equals(english))
        .map(word -> word.in(language))
        .findFirst()
        .orElse(english);
  }

  private JsonNode placeholder(Form form, String field) {
    return text("[" + names.make(form.webhook(), field) + "]");
  }

  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.stringNode(text);
  }
}
