package dev.posthouse.webhooks.provider;

import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.StandardScheme;
import dev.posthouse.webhooks.Verification.Verified;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.provider.Facts.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Standard Webhooks 1.0.0 and Svix, from which it came: Clerk, Resend, Polar and many others send
/// it. Types are the sender's own, without a name before them. Known by the id, the same on every
/// attempt.
final class StandardWebhooks implements Provider {
  private static final Verified UNVERIFIED = new Verified("", Instant.EPOCH, 0);

  @Override
  public String name() {
    return "standard";
  }

  @Override
  public Facts facts() {
    return new Facts(
        "Standard Webhooks, Svix",
        Evidence.VENDOR_SOFTWARE,
        Evidence.DOCUMENTED,
        Duration.ofSeconds(15),
        List.of("messageId", Draft.BODY),
        "github.com/standard-webhooks/standard-webhooks: spec 1.0.0; github.com/svix/svix-webhooks");
  }

  @Override
  public Map<String, Scheme> schemes() {
    Map<String, Scheme> schemes = new LinkedHashMap<>();
    schemes.put("either", StandardScheme.SVIX);
    schemes.put("standard", StandardScheme.STANDARD);
    return schemes;
  }

  @Override
  public Reading read(Request request) {
    return read(request, UNVERIFIED);
  }

  @Override
  public Reading read(Request request, Verified verified) {
    try {
      Json body = Json.read(request.body());
      String type = body.textAt("type");
      if (type.isEmpty()) {
        return new Reading.Unreadable("The body has no type");
      }
      boolean signed = !verified.id().isEmpty();
      String id = signed ? verified.id() : header(request, "id");
      Instant told = Times.text(body.textAt("timestamp"));
      Instant sent = signed ? verified.timestamp() : Times.seconds(header(request, "timestamp"));
      return new Draft("", type, request.body())
          .subject(body.textAt("data.id"))
          .time(told.equals(Instant.EPOCH) ? sent : told)
          .key("messageId", id)
          .attribute("messageid", id)
          .alone();
    } catch (Malformed e) {
      return new Reading.Unreadable(e.what());
    }
  }

  private static String header(Request request, String name) {
    return request.header("svix-" + name).or(() -> request.header("webhook-" + name)).orElse("");
  }
}
