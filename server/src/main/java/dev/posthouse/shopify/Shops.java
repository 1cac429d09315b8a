package dev.posthouse.shopify;

import dev.posthouse.access.Actor;
import dev.posthouse.access.Trail;
import dev.posthouse.access.Trail.Entry;
import dev.posthouse.access.Vault;
import dev.posthouse.event.Ids;
import dev.posthouse.event.ShopId;
import dev.posthouse.event.ShopifyAppId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import dev.posthouse.shopify.Shop.Checked;
import dev.posthouse.shopify.ShopRows.Stored;
import dev.posthouse.store.Ledger;
import dev.posthouse.store.StoreException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Every installation of every app. Each change is durable and in force when a method returns.
public final class Shops {
  /// Of one app; each is kept in memory with its token.
  static final int MOST = 20_000;

  private final Ledger ledger;
  private final Trail trail;
  private final Ids ids;
  private final ShopRows rows;
  private final Map<ShopId, Shop> byId = new ConcurrentHashMap<>();
  private final Map<Key, ShopId> byDomain = new ConcurrentHashMap<>();

  private record Key(ShopifyAppId app, String domain) {}

  Shops(Ledger ledger, Trail trail, Vault vault, Ids ids) {
    this.ledger = ledger;
    this.trail = trail;
    this.ids = ids;
    this.rows = new ShopRows(vault);
  }

  /// What is in the database is in force from now on.
  void load() {
    List<Shop> stored = ledger.read(rows::all);
    Set<ShopId> kept = stored.stream().map(Shop::id).collect(Collectors.toSet());
    byId.values().stream().filter(shop -> !kept.contains(shop.id())).toList().forEach(this::drop);
    stored.forEach(this::remember);
  }

  /// Newest first.
  public List<Shop> list(TenantId tenant) {
    return byId.values().stream()
        .filter(shop -> shop.tenant().equals(tenant))
        .sorted(Comparator.comparing(Shop::id).reversed())
        .toList();
  }

  /// How many have an app installed.
  public long count(ShopifyAppId app) {
    return byId.values().stream()
        .filter(shop -> shop.app().equals(app) && shop.isInstalled())
        .count();
  }

  List<Shop> of(ShopifyAppId app) {
    return byId.values().stream().filter(shop -> shop.app().equals(app)).toList();
  }

  Collection<Shop> all() {
    return byId.values();
  }

  /// A shop, if the tenant's app has it.
  public Optional<Shop> find(TenantId tenant, ShopId id) {
    return at(id).filter(shop -> shop.tenant().equals(tenant));
  }

  Optional<Shop> at(ShopId id) {
    return Optional.ofNullable(byId.get(id));
  }

  Optional<Shop> find(ShopifyAppId app, String domain) {
    return Optional.ofNullable(byDomain.get(new Key(app, domain))).flatMap(this::at);
  }

  /// What an installation brings.
  record Arrival(ShopifyApp app, String domain, Token token, List<String> scopes, Instant at) {}

  /// A shop installed an app, or gave its consent anew.
  Shop installed(Actor by, Arrival arrival) throws InterruptedException {
    return trail.change(pen -> {
      ShopifyApp app = arrival.app();
      Optional<Shop> before = find(app.id(), arrival.domain());
      boolean known = before.isPresent() && before.get().isInstalled();
      var shop =
          new Shop(
              before.map(Shop::id).orElseGet(() -> new ShopId(ids.next())),
              app.id(),
              app.tenant(),
              pen.next(),
              arrival.domain(),
              before.map(Shop::events).orElse(app.tenant()),
              arrival.scopes(),
              arrival.at().truncatedTo(ChronoUnit.MICROS),
              Optional.empty(),
              Optional.of(arrival.token()),
              before.filter(Shop::isInstalled).map(Shop::checked).orElse(Checked.NEVER));
      return save(pen, by, shop, known ? "reauthorised" : "installed");
    });
  }

  /// A shop uninstalled an app: its token is forgotten. Nothing happens if it was installed again
  /// after that.
  void ended(ShopId id, Instant uninstalled, Instant now) throws InterruptedException {
    trail.change(pen -> {
      Optional<Shop> found = at(id).filter(Shop::isInstalled);
      return found.isEmpty() || uninstalled.isBefore(found.get().installed())
          ? found
          : Optional.of(
              save(
                  pen,
                  Actor.SYSTEM,
                  found.get().ended(now.truncatedTo(ChronoUnit.MICROS)).revised(pen.next()),
                  "uninstalled"));
    });
  }

  /// Takes a shop for a look, unless another node has, or it is not `due` any more by what is
  /// stored.
  ///
  /// @param wanted stands for what it is looked for
  /// @param until when somebody else may take it, should this look never end
  Optional<Shop> claim(ShopId id, Predicate<Shop> due, String wanted, Instant until)
      throws InterruptedException {
    return quietly(id, due, shop -> shop.at(shop.checked().claimed(wanted, until)));
  }

  /// How a look went, unless the shop was installed or uninstalled meanwhile.
  Optional<Shop> checked(Shop seen, Checked now) throws InterruptedException {
    return quietly(seen.id(), shop -> same(shop, seen), shop -> shop.at(now));
  }

  /// A token in place of one that ends, unless another node has put one there.
  Optional<Shop> renewed(Shop seen, Token token) throws InterruptedException {
    return quietly(
        seen.id(),
        shop -> same(shop, seen) && shop.token().equals(seen.token()),
        shop -> shop.with(token));
  }

  private static boolean same(Shop shop, Shop seen) {
    return shop.installed().equals(seen.installed());
  }

  /// What nobody did: it is stored, not recorded, so other nodes do not follow it. What is stored
  /// decides.
  private Optional<Shop> quietly(ShopId id, Predicate<Shop> still, UnaryOperator<Shop> change)
      throws InterruptedException {
    return trail.change(pen -> {
      var found = new ArrayList<Shop>();
      var changed = new ArrayList<Shop>();
      pen.commit(
          Actor.SYSTEM,
          List.of(),
          db -> {
            Optional<Stored> stored = rows.find(db, id);
            stored.map(Stored::shop).ifPresent(found::add);
            stored
                .filter(row -> row.shop().isInstalled() && still.test(row.shop()))
                .flatMap(row -> replaced(db, row, change.apply(row.shop())))
                .ifPresent(changed::add);
          });
      found.forEach(this::remember);
      changed.forEach(this::remember);
      return changed.stream().findFirst();
    });
  }

  private Optional<Shop> replaced(Handle db, Stored before, Shop after) {
    return rows.replace(db, before, after) ? Optional.of(after) : Optional.empty();
  }

  /// Has the events of a shop be another tenant's from now on.
  public Optional<Shop> assign(Actor by, TenantId tenant, ShopId id, TenantId events)
      throws InterruptedException {
    return trail.change(pen -> {
      if (find(tenant, id).isEmpty()) {
        return Optional.empty();
      }
      Optional<Shop> stored = ledger.read(db -> rows.find(db, id)).map(Stored::shop);
      return stored.isEmpty() || stored.get().events().equals(events)
          ? stored
          : Optional.of(assigned(pen, by, stored.get().of(events).revised(pen.next())));
    });
  }

  /// What was found out of the shop since it was read stays.
  private Shop assigned(Trail.Pen pen, Actor by, Shop shop) throws InterruptedException {
    var written = new ArrayList<Shop>();
    pen.commit(
        by,
        List.of(entry(shop, "assigned", Json.text(ShopForm.recorded(shop)))),
        db -> {
          written.clear();
          rows.find(db, shop.id())
              .flatMap(
                  row -> replaced(db, row, row.shop().of(shop.events()).revised(shop.revision())))
              .ifPresent(written::add);
          if (written.isEmpty()) {
            throw new StoreException(shop.id() + " was changed at the same moment");
          }
        });
    written.forEach(this::remember);
    return written.getFirst();
  }

  /// Forgets a shop, its token included.
  void delete(Actor by, Shop shop) throws InterruptedException {
    trail.change(pen -> {
      pen.commit(by, List.of(entry(shop, "deleted", "")), db -> ShopRows.delete(db, shop.id()));
      drop(shop);
      return shop;
    });
  }

  private Shop save(Trail.Pen pen, Actor by, Shop shop, String action) throws InterruptedException {
    String doc = Json.text(ShopForm.recorded(shop));
    pen.commit(by, List.of(entry(shop, action, doc)), db -> rows.put(db, shop));
    remember(shop);
    return shop;
  }

  private static Entry entry(Shop shop, String action, String doc) {
    return new Entry(shop.tenant(), Trail.Kind.SHOPIFY_SHOP, shop.id().value(), action, "", doc);
  }

  /// The shops of an app that is deleted.
  void forget(ShopifyAppId app) {
    of(app).forEach(this::drop);
  }

  private void remember(Shop shop) {
    byId.put(shop.id(), shop);
    byDomain.put(new Key(shop.app(), shop.domain()), shop.id());
  }

  private void drop(Shop shop) {
    byId.remove(shop.id());
    byDomain.remove(new Key(shop.app(), shop.domain()));
  }
}
