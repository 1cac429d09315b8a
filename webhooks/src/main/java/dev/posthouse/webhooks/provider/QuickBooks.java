package dev.posthouse.webhooks.provider;

import dev.posthouse.webhooks.HmacScheme;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.SignatureText;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.provider.Facts.Evidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// QuickBooks Online: the array of CloudEvents of 2026, and `eventNotifications` before it
/// (blogs.intuit.com, "Upcoming change to webhooks payload structure", 2025-11-12; its SDK for
/// Java). Both become the same types, such as `quickbooks.invoice.updated`. The secret is the app's
/// verifier token. Bodies name what changed, and have to be fetched.
final class QuickBooks implements Provider {
  private static final Map<String, String> DONE =
      Map.of(
          "create", "created",
          "update", "updated",
          "delete", "deleted",
          "merge", "merged",
          "void", "voided");

  @Override
  public String name() {
    return "quickbooks";
  }

  @Override
  public Facts facts() {
    return new Facts(
        "QuickBooks Online",
        Evidence.PUBLISHED_EXAMPLE,
        Evidence.DOCUMENTED,
        Duration.ofSeconds(3),
        List.of("eventId", "change", Draft.BODY),
        "developer.intuit.com: Webhooks; github.com/intuit/QuickBooks-V3-Java-SDK");
  }

  @Override
  public Map<String, Scheme> schemes() {
    return Map.of(
        "signature", HmacScheme.in("intuit-signature", "{signature}").with(SignatureText.BASE64));
  }

  @Override
  public Reading read(Request request) {
    try {
      Json body = Json.read(request.body());
      return new Reading.Events(
          body.kind() == Json.Kind.ARRAY ? cloudEvents(body) : notifications(body));
    } catch (Malformed e) {
      return new Reading.Unreadable(e.what());
    }
  }

  private static List<ProviderEvent> cloudEvents(Json body) throws Malformed {
    List<ProviderEvent> events = new ArrayList<>();
    for (Json item : body.items()) {
      String type = item.textAt("type");
      if (type.isEmpty()) {
        throw new Malformed("An event has no type");
      }
      String topic = type.replaceFirst("^qbo\\.", "").replaceFirst("\\.v[0-9]+$", "");
      String realm = item.textAt("intuitaccountid");
      events.add(
          new Draft("quickbooks", topic, item.bytes())
              .subject(realm, topic.split("\\.", 2)[0], item.textAt("intuitentityid"))
              .time(Times.text(item.textAt("time")))
              .key("eventId", item.textAt("id"))
              .attribute("realmid", realm)
              .event());
    }
    return events;
  }

  private static List<ProviderEvent> notifications(Json body) throws Malformed {
    if (body.at("eventNotifications").isEmpty()) {
      throw new Malformed("The body is neither an array nor has it eventNotifications");
    }
    List<ProviderEvent> events = new ArrayList<>();
    for (Json notification : body.itemsAt("eventNotifications")) {
      String realm = notification.textAt("realmId");
      for (Json entity : notification.itemsAt("dataChangeEvent.entities")) {
        events.add(event(realm, entity));
      }
    }
    return events;
  }

  private static ProviderEvent event(String realm, Json entity) {
    String kind = entity.textAt("name").toLowerCase(Locale.ROOT);
    String operation = entity.textAt("operation").toLowerCase(Locale.ROOT);
    String id = entity.textAt("id");
    return new Draft(
            "quickbooks", kind + "." + DONE.getOrDefault(operation, operation), entity.bytes())
        .subject(realm, kind, id)
        .time(Times.text(entity.textAt("lastUpdated")))
        .key("change", realm, kind, id, operation, entity.textAt("lastUpdated"))
        .attribute("realmid", realm)
        .event();
  }
}
