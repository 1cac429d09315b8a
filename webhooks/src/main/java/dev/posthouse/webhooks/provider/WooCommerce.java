package dev.posthouse.webhooks.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.HmacScheme;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.SecretText;
import dev.posthouse.webhooks.SignatureText;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.provider.Facts.Evidence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// WooCommerce (its source, `class-wc-webhook.php`). Entities in the secret are decoded before it
/// is used. When a webhook is saved it sends an unsigned ping, a form with `webhook_id`, and wants
/// exactly 200. It never tries again by itself.
///
/// `X-WC-Webhook-Delivery-ID` is a hash of the webhook and the second, so it counts only together
/// with a hash of the body.
final class WooCommerce implements Provider {
  private static final String SIGNATURE = "X-WC-Webhook-Signature";
  private static final Pattern PING = Pattern.compile("webhook_id=[0-9]{1,20}");
  private static final int MOST_PING = 64;

  @Override
  public String name() {
    return "woocommerce";
  }

  @Override
  public Facts facts() {
    return new Facts(
        "WooCommerce",
        Evidence.DOCUMENTED,
        Evidence.DOCUMENTED,
        Duration.ofSeconds(60),
        List.of("deliveryId", Draft.BODY),
        "github.com/woocommerce/woocommerce: class-wc-webhook.php");
  }

  @Override
  public Map<String, Scheme> schemes() {
    return Map.of(
        "signature",
        HmacScheme.in(SIGNATURE, "{signature}").with(SignatureText.BASE64).with(SecretText.HTML));
  }

  @Override
  public Optional<Answer> greet(Request request) {
    boolean ping =
        request.method().equals("POST")
            && request.values(SIGNATURE).isEmpty()
            && request.body().length <= MOST_PING
            && PING.matcher(new String(request.body(), UTF_8)).matches();
    return ping ? Optional.of(Answer.empty(200)) : Optional.empty();
  }

  @Override
  public Reading read(Request request) {
    String topic = request.header("X-WC-Webhook-Topic").orElse("");
    if (topic.isEmpty()) {
      return new Reading.Unreadable("The header X-WC-Webhook-Topic is missing");
    }
    try {
      Json body = Json.read(request.body());
      String delivery = request.header("X-WC-Webhook-Delivery-ID").orElse("");
      String site = request.header("X-WC-Webhook-Source").orElse("");
      return new Draft("woocommerce", topic, request.body())
          .subject(topic.split("\\.", 2)[0], body.textAt("id"))
          .time(Times.text(Bodies.first(body, "date_modified_gmt", "date_created_gmt")))
          .key("deliveryId", delivery, delivery.isEmpty() ? "" : Draft.sha256(request.body()))
          .attribute("site", site)
          .attribute("webhookid", request.header("X-WC-Webhook-ID").orElse(""))
          .attribute("deliveryid", delivery)
          .alone();
    } catch (Malformed e) {
      return new Reading.Unreadable(e.what());
    }
  }
}
