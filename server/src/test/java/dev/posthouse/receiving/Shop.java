package dev.posthouse.receiving;

import dev.posthouse.webhooks.provider.Provider;
import dev.posthouse.webhooks.provider.Providers;
import dev.posthouse.webhooks.receive.JdbcInbox;
import dev.posthouse.webhooks.receive.WebhookReceiver;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/// A program that is told of orders.
final class Shop {
  private Shop() {}

  static WebhookReceiver<?> receiver(String secret, Consumer<byte[]> orders) {
    // begin: receiver
    Provider shopify = Providers.named("shopify").orElseThrow();
    WebhookReceiver<?> receiver =
        WebhookReceiver.of(shopify, List.of(secret))
            .on("orders/create", event -> orders.accept(event.data()))
            .on("orders/*", event -> System.out.println(event.type() + " " + event.subject()));
    // end
    return receiver;
  }

  static WebhookReceiver<?> exactlyOnce(String secret, DataSource database) {
    Provider shopify = Providers.named("shopify").orElseThrow();
    // begin: inbox
    WebhookReceiver<?> receiver =
        WebhookReceiver.of(shopify, List.of(secret), new JdbcInbox(database))
            .on(
                "orders/create",
                (event, transaction) -> {
                  try (var insert = transaction.prepareStatement("insert into orders values (?)")) {
                    insert.setBytes(1, event.data());
                    insert.executeUpdate();
                  }
                });
    // end
    return receiver;
  }
}
