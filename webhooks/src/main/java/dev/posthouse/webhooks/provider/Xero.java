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

/// Xero. The webhook key looks like base64 and is used as text. When a webhook is saved, Xero sends
/// requests without events, some wrongly signed on purpose, and wants 200 for the good and 401 for
/// the bad, without body and cookies ("intent to receive"). There is no id of an event, so it is
/// known by tenant, resource, what happened and when. Told by several public receivers, not by the
/// vendor.
final class Xero implements Provider {
  @Override
  public String name() {
    return "xero";
  }

  @Override
  public Facts facts() {
    return new Facts(
        "Xero",
        Evidence.UNCONFIRMED,
        Evidence.UNCONFIRMED,
        Duration.ofSeconds(5),
        List.of("change", Draft.BODY),
        "public receivers that agree; developer.xero.com was not read");
  }

  @Override
  public Map<String, Scheme> schemes() {
    return Map.of(
        "signature", HmacScheme.in("x-xero-signature", "{signature}").with(SignatureText.BASE64));
  }

  @Override
  public Reading read(Request request) {
    try {
      Json body = Json.read(request.body());
      if (body.at("events").isEmpty()) {
        return new Reading.Unreadable("The body has no events");
      }
      List<ProviderEvent> events = new ArrayList<>();
      for (Json item : body.itemsAt("events")) {
        events.add(event(item));
      }
      return new Reading.Events(events);
    } catch (Malformed e) {
      return new Reading.Unreadable(e.what());
    }
  }

  private static ProviderEvent event(Json item) {
    String category = item.textAt("eventCategory").toLowerCase(Locale.ROOT);
    String type = item.textAt("eventType").toLowerCase(Locale.ROOT);
    String resource = item.textAt("resourceId");
    String tenant = item.textAt("tenantId");
    String date = item.textAt("eventDateUtc");
    return new Draft("xero", category + "." + type, item.bytes())
        .subject(category, resource)
        .time(Times.text(date))
        .key("change", tenant, category, resource, type, date)
        .attribute("tenantid", tenant)
        .attribute("tenanttype", item.textAt("tenantType"))
        .event();
  }

  @Override
  public Answer answer(Outcome outcome) {
    return outcome instanceof Outcome.Refused ? Answer.empty(401) : Answer.silent(outcome);
  }
}
