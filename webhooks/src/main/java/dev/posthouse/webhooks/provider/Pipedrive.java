package dev.posthouse.webhooks.provider;

import dev.posthouse.webhooks.BasicScheme;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.change.Change;
import dev.posthouse.webhooks.provider.Facts.Evidence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Pipedrive (pipedrive.readme.io, "Guide for webhooks v2"): no signature, but HTTP Basic. Types
/// are its own words, such as `pipedrive.change.deal`. Every first attempt that fails counts
/// towards a ban, so answer 2xx to what nobody wants. Names of fields inside `meta` are from
/// general knowledge.
final class Pipedrive implements Provider {
  @Override
  public String name() {
    return "pipedrive";
  }

  @Override
  public Facts facts() {
    return new Facts(
        "Pipedrive",
        Evidence.NOT_SIGNED,
        Evidence.UNCONFIRMED,
        Duration.ofSeconds(10),
        List.of("metaId", Draft.BODY),
        "pipedrive.readme.io: Guide for webhooks v2");
  }

  @Override
  public Map<String, Scheme> schemes() {
    return Map.of("basic", new BasicScheme());
  }

  @Override
  public Reading read(Request request) {
    try {
      Json body = Json.read(request.body());
      String action = body.textAt("meta.action");
      String entity = Bodies.first(body, "meta.entity", "meta.object");
      if (action.isEmpty() || entity.isEmpty()) {
        return new Reading.Unreadable("The body has no meta.action or no meta.entity");
      }
      String company = body.textAt("meta.company_id");
      String time = body.textAt("meta.timestamp");
      boolean text = time.contains("-");
      return new Draft("pipedrive", action + "." + entity, request.body())
          .subject(company, entity, Bodies.first(body, "meta.entity_id", "data.id", "current.id"))
          .time(text ? Times.text(time) : Times.seconds(time))
          .key("metaId", body.textAt("meta.id"), body.textAt("meta.correlation_id"))
          .attribute("companyid", company)
          .attribute("userid", body.textAt("meta.user_id"))
          .attribute("webhookid", body.textAt("meta.webhook_id"))
          .alone();
    } catch (Malformed e) {
      return new Reading.Unreadable(e.what());
    }
  }

  /// `previous` holds what was before; in the older form of the body, of all fields. From general
  /// knowledge.
  @Override
  public Optional<List<Change>> changes(String type, Json data) {
    Json now = data.at("data").or(() -> data.at("current")).orElse(Json.NOTHING);
    return data.at("previous").flatMap(before -> Telling.former(before, now));
  }
}
