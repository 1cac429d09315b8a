package dev.posthouse.shopify;

import dev.posthouse.accept.Acceptance;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.TenantId;
import dev.posthouse.receive.Receiver;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Stands before whoever stores what was received: gives the events of a shop to the tenant that
/// they are for, and ends an installation when its shop tells that it uninstalled the app. That is
/// done before the shop is answered, also where it tells so again.
public final class ShopEvents implements Receiver.Taker {
  private static final String UNINSTALLED = "shopify.app.uninstalled";

  private final Receiver.Taker taker;
  private final Apps apps;
  private final Shops shops;
  private final Predicate<TenantId> tenants;
  private final InstantSource clock;

  /// @param tenants whether there is such a tenant
  public ShopEvents(
      Receiver.Taker taker, Shopify shopify, Predicate<TenantId> tenants, InstantSource clock) {
    this.taker = taker;
    this.apps = shopify.apps();
    this.shops = shopify.shops();
    this.tenants = tenants;
    this.clock = clock;
  }

  @Override
  public Acceptance take(TenantId tenant, List<NewEvent> events) throws InterruptedException {
    NewEvent first = events.getFirst();
    Optional<ShopifyApp> app = apps.through(first.origin().source());
    if (app.isEmpty()) {
      return taker.take(tenant, events);
    }
    Optional<Shop> shop = shops.find(app.get().id(), header(first, "shop-domain"));
    // Also after it uninstalled the app: its last events come later, shop/redact two days.
    TenantId whose = shop.map(Shop::events).filter(tenants).orElse(tenant);
    List<NewEvent> theirs =
        whose.equals(tenant) ? events : events.stream().map(event -> event.of(whose)).toList();
    Acceptance acceptance = taker.take(whose, theirs);
    if (acceptance instanceof Acceptance.Accepted
        && first.type().equals(UNINSTALLED)
        && shop.filter(Shop::isInstalled).isPresent()) {
      Instant now = clock.instant();
      shops.ended(shop.get().id(), triggered(first).orElse(now), now);
    }
    return acceptance;
  }

  private static Optional<Instant> triggered(NewEvent event) {
    try {
      return Optional.of(header(event, "triggered-at"))
          .filter(t -> !t.isEmpty())
          .map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /// The new name of a header goes before the old.
  private static String header(NewEvent event, String name) {
    Map<String, String> headers = event.envelope().headers();
    String old = headers.getOrDefault("x-shopify-" + name, "");
    return headers.getOrDefault("shopify-" + name, old);
  }
}
