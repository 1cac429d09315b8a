package dev.posthouse.webhooks.provider;

import dev.posthouse.webhooks.HmacScheme;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.SignedTime;
import dev.posthouse.webhooks.Verifier;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.change.Change;
import dev.posthouse.webhooks.provider.Facts.Evidence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Stripe (its SDKs for Java and Node). The whole `whsec_…` is the key, as text. Only `v1` counts,
/// several of them while a secret is being rotated; a message may be five minutes old, and as far
/// ahead as the sender's clock is. Thin events (`v2.core.event`) are read too.
final class Stripe implements Provider {
  @Override
  public String name() {
    return "stripe";
  }

  @Override
  public Facts facts() {
    return new Facts(
        "Stripe",
        Evidence.VENDOR_SOFTWARE,
        Evidence.DOCUMENTED,
        Duration.ofSeconds(10),
        List.of("eventId", Draft.BODY),
        "github.com/stripe/stripe-java: Webhook; stripe-node: Webhooks");
  }

  @Override
  public Map<String, Scheme> schemes() {
    SignedTime time =
        SignedTime.inSignature(SignedTime.Unit.SECONDS)
            .tolerating(Verifier.DEFAULT_TOLERANCE, SignedTime.FOREVER);
    return Map.of(
        "signature",
        HmacScheme.in("Stripe-Signature", "t={timestamp},v1={signature}")
            .over("{timestamp}.{body}", time));
  }

  @Override
  public Reading read(Request request) {
    try {
      Json body = Json.read(request.body());
      String type = body.textAt("type");
      if (type.isEmpty()) {
        return new Reading.Unreadable("The event has no type");
      }
      boolean thin = body.textAt("object").startsWith("v2.");
      String created = body.textAt("created");
      return new Draft("stripe", type, request.body())
          .subject(Bodies.first(body, "data.object.id", "related_object.id"))
          .time(thin ? Times.text(created) : Times.seconds(created))
          .key("eventId", body.textAt("id"))
          .attribute("account", Bodies.first(body, "account", "context"))
          .attribute("livemode", body.textAt("livemode"))
          .attribute("apiversion", body.textAt("api_version"))
          .alone();
    } catch (Malformed e) {
      return new Reading.Unreadable(e.what());
    }
  }

  /// `data.previous_attributes` of `*.updated` holds what was before (docs.stripe.com, "The Event
  /// object").
  @Override
  public Optional<List<Change>> changes(String type, Json data) {
    Json now = data.at("data.object").orElse(Json.NOTHING);
    return data.at("data.previous_attributes").flatMap(before -> Telling.former(before, now));
  }
}
