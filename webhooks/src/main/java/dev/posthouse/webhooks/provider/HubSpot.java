package dev.posthouse.webhooks.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.AnyScheme;
import dev.posthouse.webhooks.Digest;
import dev.posthouse.webhooks.HmacScheme;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.SignatureText;
import dev.posthouse.webhooks.SignedTime;
import dev.posthouse.webhooks.SignedTime.Unit;
import dev.posthouse.webhooks.Verifier;
import dev.posthouse.webhooks.body.Form;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.change.Change;
import dev.posthouse.webhooks.provider.Facts.Evidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// HubSpot: subscriptions, which send many events in one array, and the webhooks of workflows,
/// which send one object (its SDKs for Node, PHP and Python; developers.hubspot.com, "Webhooks API"
/// and "Validating requests"). Versions 1 and 2 are plain hashes and sign no time, so a request of
/// theirs can be repeated at any time; name `v3` as the scheme where all your webhooks have it. The
/// URL is the one that HubSpot has.
///
/// Events are not promised in order, nor their `eventId` to be unique, so they are known by portal,
/// event, subscription and time together.
final class HubSpot implements Provider {
  private static final String VERSION = "X-HubSpot-Signature-Version";

  private static final Scheme V1 =
      HmacScheme.in("X-HubSpot-Signature", "{signature}")
          .with(Digest.SHA256_AFTER_SECRET)
          .when(VERSION, "v1", "");

  private static final Scheme V2 =
      HmacScheme.in("X-HubSpot-Signature", "{signature}")
          .with(Digest.SHA256_AFTER_SECRET)
          .over("{method}{url}{body}")
          .when(VERSION, "v2");

  /// The documentation says that some escapes of the URL are decoded first, but the SDK decodes
  /// none: either is enough.
  private static final Scheme V3 = AnyScheme.of(third("{url}"), third("{url:decoded}"));

  private static Scheme third(String url) {
    return HmacScheme.in("X-HubSpot-Signature-v3", "{signature}")
        .with(SignatureText.BASE64)
        .over(
            "{method}" + url + "{body}{timestamp}",
            SignedTime.in("X-HubSpot-Request-Timestamp", Unit.MILLISECONDS)
                .tolerating(Verifier.DEFAULT_TOLERANCE, SignedTime.FOREVER));
  }

  @Override
  public String name() {
    return "hubspot";
  }

  @Override
  public Facts facts() {
    return new Facts(
        "HubSpot",
        Evidence.VENDOR_SOFTWARE,
        Evidence.DOCUMENTED,
        Duration.ofSeconds(5),
        List.of("change", Draft.BODY),
        "developers.hubspot.com: Validating requests; @hubspot/api-client: Signature");
  }

  @Override
  public Map<String, Scheme> schemes() {
    Map<String, Scheme> schemes = new LinkedHashMap<>();
    schemes.put("any", AnyScheme.of(V3, V2, V1));
    schemes.put("v3", V3);
    schemes.put("v2", V2);
    schemes.put("v1", V1);
    return schemes;
  }

  @Override
  public Reading read(Request request) {
    try {
      if (request.body().length == 0) {
        return workflow(Form.read(request.query()).json().getBytes(UTF_8));
      }
      Json body = Json.read(request.body());
      if (body.kind() != Json.Kind.ARRAY) {
        return workflow(request.body());
      }
      List<ProviderEvent> events = new ArrayList<>();
      for (Json item : body.items()) {
        if (item.textAt("subscriptionType").isEmpty()) {
          return new Reading.Unreadable("An event has no subscriptionType");
        }
        events.add(event(item));
      }
      return new Reading.Events(events);
    } catch (Malformed e) {
      return new Reading.Unreadable(e.what());
    }
  }

  /// `….propertyChange` names one property and its new value, not the old one. Not tried against
  /// HubSpot.
  @Override
  public Optional<List<Change>> changes(String type, Json data) {
    String property = data.textAt("propertyName");
    return property.isEmpty()
        ? Optional.empty()
        : Optional.of(
            List.of(
                new Change(
                    property, Optional.empty(), data.at("propertyValue").map(Json::written))));
  }

  /// A workflow sends the record itself, or with `GET` whatever the user put into the query.
  private static Reading workflow(byte[] data) throws Malformed {
    Json record = Json.read(data);
    return new Draft("hubspot", "workflow", data)
        .subject(
            Bodies.first(record, "portal-id", "portalId", "origin.portalId"),
            Bodies.first(record, "objectType"),
            Bodies.first(record, "objectId", "vid", "object.objectId"))
        .alone();
  }

  private static ProviderEvent event(Json item) {
    String type = item.textAt("subscriptionType");
    String portal = item.textAt("portalId");
    String kind = Bodies.first(item, "objectTypeId");
    return new Draft("hubspot", type, item.bytes())
        .subject(
            portal,
            kind.isEmpty() ? type.split("\\.", 2)[0] : kind,
            Bodies.first(item, "objectId", "primaryObjectId", "fromObjectId"))
        .time(Times.milliseconds(item.textAt("occurredAt")))
        .key(
            "change",
            portal,
            item.textAt("eventId"),
            item.textAt("subscriptionId"),
            item.textAt("occurredAt"))
        .attribute("portalid", portal)
        .attribute("appid", item.textAt("appId"))
        .attribute("subscriptionid", item.textAt("subscriptionId"))
        .attribute("property", item.textAt("propertyName"))
        .event();
  }
}
