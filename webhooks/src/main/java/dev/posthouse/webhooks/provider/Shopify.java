package dev.posthouse.webhooks.provider;

import dev.posthouse.webhooks.AnyScheme;
import dev.posthouse.webhooks.HmacScheme;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.SignatureText;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.change.Change;
import dev.posthouse.webhooks.provider.Facts.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Shopify: webhooks (`X-Shopify-…`) and Next Gen Events (`shopify-…`) on one address (shopify.dev,
/// "Webhooks delivery structure" and "Verify webhook deliveries"; the SDKs for JavaScript, PHP and
/// Ruby). The secret is the app's client secret; for webhooks made in a store's notification
/// settings it is the one shown there. After a rotation the oldest secret that is not revoked signs
/// for up to an hour, so keep both.
///
/// Known by `X-Shopify-Webhook-Id`, which is of one delivery. `X-Shopify-Event-Id` is shared by all
/// topics of one merchant's action, so it counts only together with shop and topic: key `eventId`.
final class Shopify implements Provider {
  private static final String EVENTS_SIGNATURE = "shopify-hmac-sha256";
  private static final Scheme WEBHOOKS = signed("X-Shopify-Hmac-Sha256");
  private static final Scheme EVENTS = signed(EVENTS_SIGNATURE);

  private static Scheme signed(String header) {
    return HmacScheme.in(header, "{signature}").with(SignatureText.BASE64);
  }

  @Override
  public String name() {
    return "shopify";
  }

  @Override
  public Facts facts() {
    return new Facts(
        "Shopify",
        Evidence.VENDOR_SOFTWARE,
        Evidence.DOCUMENTED,
        Duration.ofSeconds(5),
        List.of("webhookId", "eventId", Draft.BODY),
        "shopify.dev: Webhooks delivery structure; Verify webhook deliveries");
  }

  @Override
  public Map<String, Scheme> schemes() {
    Map<String, Scheme> schemes = new LinkedHashMap<>();
    schemes.put("both", AnyScheme.of(WEBHOOKS, EVENTS));
    schemes.put("webhooks", WEBHOOKS);
    schemes.put("events", EVENTS);
    return schemes;
  }

  @Override
  public Reading read(Request request) {
    String topic = header(request, "topic");
    String shop = header(request, "shop-domain");
    if (topic.isEmpty() || shop.isEmpty()) {
      return new Reading.Unreadable(
          "The header X-Shopify-Topic or X-Shopify-Shop-Domain is missing");
    }
    Draft event = event(request, topic, shop);
    if (!Bodies.isJson(request)) {
      return event.time(Times.text(header(request, "triggered-at"))).alone();
    }
    try {
      Json body = Json.read(request.body());
      return event.subject(resource(topic), id(body, topic)).time(time(request, body)).alone();
    } catch (Malformed e) {
      return new Reading.Unreadable(e.what());
    }
  }

  /// `fields_changed` of Events names what was added, updated and removed (shopify.dev, changelog
  /// of 2026-09-16; a list of names before), without values.
  @Override
  public Optional<List<Change>> changes(String type, Json data) {
    return data.at("fields_changed")
        .map(told ->
            Stream.concat(
                    Stream.of(told), Stream.of("added", "updated", "removed").flatMap(in(told)))
                .flatMap(list -> list.items().stream())
                .map(path -> new Change(place(path.text()), Optional.empty(), Optional.empty()))
                .toList());
  }

  private static Function<String, Stream<Json>> in(Json told) {
    return name -> told.at(name).stream();
  }

  /// `product[id: 'gid://shopify/Product/1'].title` as `product[id=gid://shopify/Product/1].title`.
  private static String place(String path) {
    return path.replaceAll("\\[(\\w+): '([^']*)'\\]", "[$1=$2]");
  }

  private static Draft event(Request request, String topic, String shop) {
    String eventId = header(request, "event-id");
    return new Draft("shopify", whole(request, topic), request.body())
        .contentType(Bodies.contentType(request))
        .key("webhookId", header(request, "webhook-id"))
        .key("eventId", shop, topic, eventId)
        .attribute("shop", shop)
        .attribute("apiversion", header(request, "api-version"))
        .attribute("webhookid", header(request, "webhook-id"))
        .attribute("eventid", eventId)
        .attribute("name", header(request, "name"))
        .attribute("handle", header(request, "handle"))
        .attribute("test", header(request, "test"));
  }

  /// Events name the resource (`Product`) and the action (`update`) apart.
  private static String whole(Request request, String topic) {
    String action = header(request, "action");
    boolean event = request.header(EVENTS_SIGNATURE).isPresent() && !action.isEmpty();
    return event ? topic.toLowerCase(Locale.ROOT) + "." + action : topic;
  }

  /// The data of Events are what the subscriber's query gives, most often `product { id … }`.
  private static String id(Json body, String topic) {
    String item = body.textAt("inventory_item_id");
    String location = body.textAt("location_id");
    return item.isEmpty() || location.isEmpty()
        ? Bodies.first(
            body, "id", "customer.id", "shop_id", "data.id", "data." + resource(topic) + ".id")
        : item + "/" + location;
  }

  private static String resource(String topic) {
    return topic.split("[/.]", 2)[0].toLowerCase(Locale.ROOT);
  }

  private static Instant time(Request request, Json body) {
    String triggered = header(request, "triggered-at");
    return Times.text(triggered.isEmpty() ? body.textAt("updated_at") : triggered);
  }

  /// The new name of a header goes before the old, as in the SDK for Ruby.
  private static String header(Request request, String name) {
    Optional<String> value = request.header("shopify-" + name);
    return value.or(() -> request.header("x-shopify-" + name)).orElse("");
  }
}
