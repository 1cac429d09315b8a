package dev.posthouse.shopify;

import dev.posthouse.access.Actor;
import dev.posthouse.access.Caller;
import dev.posthouse.access.Secret;
import dev.posthouse.access.Trail;
import dev.posthouse.access.Trail.Entry;
import dev.posthouse.access.Vault;
import dev.posthouse.config.Action;
import dev.posthouse.config.Changed;
import dev.posthouse.config.Match;
import dev.posthouse.config.MergePatch;
import dev.posthouse.event.Ids;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.ShopifyAppId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import dev.posthouse.receive.Source;
import dev.posthouse.receive.Sources;
import dev.posthouse.store.Ledger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// All apps, and how they are created, changed and deleted. Each change is durable and in force
/// when a method returns; what is wrong with a document is thrown as [Invalid].
public final class Apps {
  private static final String EXAMPLE = "{\"name\": \"erp\", \"clientId\": \"…\", …}";

  /// Of one tenant.
  static final int MOST = 50;

  private static final String SHOPIFY = "shopify";

  private final Ledger ledger;
  private final Trail trail;
  private final Ids ids;
  private final Sources sources;
  private final Shops shops;
  private final AppRows rows;
  private final Map<ShopifyAppId, ShopifyApp> byId = new ConcurrentHashMap<>();

  /// Asked for every event that a source received.
  private volatile Map<String, ShopifyApp> bySource = Map.of();

  Apps(Ledger ledger, Trail trail, Vault vault, Ids ids, Sources sources, Shops shops) {
    this.ledger = ledger;
    this.trail = trail;
    this.ids = ids;
    this.sources = sources;
    this.shops = shops;
    this.rows = new AppRows(vault);
  }

  /// What is in the database is in force from now on.
  void load() {
    List<ShopifyApp> stored = ledger.read(rows::all);
    byId.keySet().retainAll(stored.stream().map(ShopifyApp::id).toList());
    stored.forEach(app -> byId.put(app.id(), app));
    index();
  }

  private void index() {
    bySource =
        byId.values().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    app -> app.source().toString(), app -> app, (one, other) -> one));
  }

  /// Newest first.
  public List<ShopifyApp> list(TenantId tenant) {
    return byId.values().stream()
        .filter(app -> app.tenant().equals(tenant))
        .sorted(Comparator.comparing(ShopifyApp::id).reversed())
        .toList();
  }

  /// An app, if it is the tenant's own.
  public Optional<ShopifyApp> find(TenantId tenant, ShopifyAppId id) {
    return at(id).filter(app -> app.tenant().equals(tenant));
  }

  /// An app, whosesoever.
  Optional<ShopifyApp> at(ShopifyAppId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /// The one whose webhooks come in at a source.
  Optional<ShopifyApp> through(String source) {
    return Optional.ofNullable(bySource.get(source));
  }

  /// Where its webhooks come in; empty if that is gone.
  public Optional<Source> source(ShopifyApp app) {
    return sources.find(app.tenant(), app.source());
  }

  public Changed<ShopifyApp> create(Caller caller, JsonNode json) throws InterruptedException {
    return trail.change(pen -> {
      var id = new ShopifyAppId(ids.next());
      var identity = new AppForm.Identity(id, caller.tenant(), pen.next(), List.of());
      ShopifyApp app = checked(AppForm.read(MergePatch.object(json, EXAMPLE), identity));
      if (list(caller.tenant()).size() >= MOST) {
        throw new Invalid("", "a tenant has at most %,d apps".formatted(MOST));
      }
      return save(pen, caller.actor(), app, Action.CREATED);
    });
  }

  /// PUT: what the document does not say takes its default; `***` keeps a secret.
  public Changed<ShopifyApp> replace(Caller caller, ShopifyAppId id, Match match, JsonNode json)
      throws InterruptedException {
    return revise(caller, id, match, before -> MergePatch.object(json, EXAMPLE));
  }

  /// PATCH: a merge patch (RFC 7396) on the JSON form.
  public Changed<ShopifyApp> patch(Caller caller, ShopifyAppId id, Match match, JsonNode json)
      throws InterruptedException {
    return revise(
        caller, id, match, before -> MergePatch.apply(before, MergePatch.object(json, EXAMPLE)));
  }

  private Changed<ShopifyApp> revise(
      Caller caller, ShopifyAppId id, Match match, UnaryOperator<ObjectNode> change)
      throws InterruptedException {
    return trail.change(pen -> {
      Optional<ShopifyApp> found = find(caller.tenant(), id);
      if (found.isEmpty()) {
        return new Changed.Missing<>();
      }
      ShopifyApp before = found.get();
      if (!match.admits(before.revision())) {
        return new Changed.Stale<>(before.revision());
      }
      ObjectNode wanted = change.apply(AppForm.write(before));
      ShopifyApp same = AppForm.read(wanted, AppForm.Identity.of(before, before.revision()));
      return same.equals(before)
          ? saved(before)
          : save(
              pen,
              caller.actor(),
              checked(AppForm.read(wanted, AppForm.Identity.of(before, pen.next()))),
              Action.UPDATED);
    });
  }

  /// What is left of shops that uninstalled it goes with it.
  public Changed<ShopifyApp> delete(Caller caller, ShopifyAppId id, Match match)
      throws InterruptedException {
    return trail.change(pen -> {
      Optional<ShopifyApp> found = find(caller.tenant(), id);
      if (found.isEmpty()) {
        return new Changed.Missing<>();
      } else if (!match.admits(found.get().revision())) {
        return new Changed.Stale<>(found.get().revision());
      } else if (shops.of(id).stream().anyMatch(Shop::isInstalled)) {
        return new Changed.Conflict<>(
            "app_in_use", "Shops have it installed still; remove them first.");
      }
      pen.commit(caller.actor(), List.of(entry(found.get(), Action.DELETED)), db -> gone(db, id));
      byId.remove(id);
      index();
      shops.forget(id);
      return new Changed.Saved<>(found.get(), Optional.empty(), List.of());
    });
  }

  private static void gone(Handle db, ShopifyAppId id) {
    ShopRows.deleteAll(db, id);
    AppRows.delete(db, id);
  }

  /// @throws Invalid if its webhooks cannot come in there
  private ShopifyApp checked(ShopifyApp app) {
    Optional<Source> source = source(app);
    if (source.isEmpty()) {
      throw new Invalid("/source", "there is no source " + app.source());
    } else if (!source.get().provider().name().equals(SHOPIFY)) {
      throw new Invalid("/source", "is of another provider; it must be of \"shopify\"");
    } else if (through(app.source().toString()).filter(a -> !a.id().equals(app.id())).isPresent()) {
      throw new Invalid(
          "/source", "is another app's; what a shop sends does not say of which of its apps it is");
    }
    return app;
  }

  private Changed<ShopifyApp> save(Trail.Pen pen, Actor by, ShopifyApp app, Action action)
      throws InterruptedException {
    boolean taken =
        list(app.tenant()).stream()
            .anyMatch(a -> a.name().equals(app.name()) && !a.id().equals(app.id()));
    if (taken) {
      return new Changed.Conflict<>("name_taken", "Another app is called \"" + app.name() + "\".");
    }
    pen.commit(by, List.of(entry(app, action)), db -> rows.put(db, app));
    byId.put(app.id(), app);
    index();
    return saved(app);
  }

  private Changed<ShopifyApp> saved(ShopifyApp app) {
    return new Changed.Saved<>(app, Optional.empty(), advice(app));
  }

  /// What was saved but will not work as it stands.
  public List<String> advice(ShopifyApp app) {
    var warnings = new ArrayList<String>();
    List<Secret> believed = source(app).map(Source::secrets).orElse(List.of());
    if (app.secrets().stream().anyMatch(secret -> !believed.contains(secret))) {
      warnings.add(
          "Its source does not know every client secret, and refuses what Shopify signs with"
              + " another: put the same into the source's secrets.");
    }
    if (app.topics().isEmpty()) {
      warnings.add("There are no topics yet, so shops will tell of nothing but their leaving.");
    }
    return warnings;
  }

  private static Entry entry(ShopifyApp app, Action action) {
    String doc = action == Action.DELETED ? "" : Json.text(AppForm.write(app));
    return new Entry(
        app.tenant(), Trail.Kind.SHOPIFY_APP, app.id().value(), action.word(), "", doc);
  }
}
