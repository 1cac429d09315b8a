package dev.posthouse.shopify;

import dev.posthouse.access.Actor;
import dev.posthouse.event.Sha256;
import dev.posthouse.event.ShopId;
import dev.posthouse.event.ShopifyAppId;
import dev.posthouse.net.Inquiries;
import dev.posthouse.receive.Source;
import dev.posthouse.shopify.Shop.Checked;
import dev.posthouse.shopify.Shop.Registered;
import dev.posthouse.shopify.ShopifyApp.Registering;
import dev.posthouse.store.StoreException;
import dev.posthouse.work.Tasks;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after every installed shop: whether it has the subscriptions that its app wants, right
/// after the installation, each day, and as soon as something else is wanted. What was removed is
/// restored, what no longer belongs is taken away. One shop after the other, so that many of them
/// are no burden.
public final class Checks {
  static final Duration EVERY = Duration.ofDays(1);

  /// After a look that failed, doubled with each further one, up to a day.
  static final Duration FIRST_RETRY = Duration.ofMinutes(5);

  /// When another node may take over from one that died while it looked.
  static final Duration LONGEST_LOOK = Duration.ofMinutes(15);

  private static final int MOST_DOUBLINGS = 9;
  private static final Logger LOG = LoggerFactory.getLogger(Checks.class);

  private final Apps apps;
  private final Shops shops;
  private final Grants grants;
  private final Inquiries inquiries;
  private final Tasks tasks;
  private final InstantSource clock;
  private final Set<ShopId> underWay = ConcurrentHashMap.newKeySet();
  private final Map<ShopId, Renewed> renewed = new ConcurrentHashMap<>();
  private final AtomicBoolean busy = new AtomicBoolean();

  /// A token that is not stored yet, of the installation of that time.
  private record Renewed(Instant installed, Token token) {}

  Checks(Apps apps, Shops shops, Grants grants, Tasks tasks) {
    this.apps = apps;
    this.shops = shops;
    this.grants = grants;
    this.inquiries = grants.inquiries();
    this.clock = grants.clock();
    this.tasks = tasks;
  }

  /// Starts to look after those whose time has come, unless that is under way.
  public void step() {
    if (shops.all().isEmpty() || !busy.compareAndSet(false, true)) {
      return;
    }
    Instant now = clock.instant();
    var wanted = new HashMap<ShopifyAppId, String>();
    List<ShopId> due =
        shops.all().stream()
            .filter(Shop::isInstalled)
            .filter(shop -> isDue(shop, now, wanted.computeIfAbsent(shop.app(), this::wanted)))
            .map(Shop::id)
            .toList();
    if (due.isEmpty()) {
      busy.set(false);
      return;
    }
    tasks.start(
        "shopify",
        () -> {
          try {
            due.forEach(
                id -> look(id, shop -> isDue(shop, now, wanted.getOrDefault(shop.app(), ""))));
          } finally {
            busy.set(false);
          }
        });
  }

  /// Looks after one at once, in the background.
  void soon(ShopId id) {
    tasks.start("shopify", () -> look(id, shop -> true));
  }

  private static boolean isDue(Shop shop, Instant now, String wanted) {
    return !now.isBefore(shop.checked().next()) || !wanted.equals(shop.checked().wanted());
  }

  private void look(ShopId id, Predicate<Shop> due) {
    try {
      var _ = check(id, due);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoreException | CompletionException e) {
      LOG.warn("shopify shop={} check=not_stored why={}", id, e.getMessage());
    }
  }

  /// Looks after a shop now and tells how it stands; as it is, if somebody else is at it.
  public Optional<Shop> check(ShopId id) throws InterruptedException {
    return check(id, shop -> true);
  }

  private Optional<Shop> check(ShopId id, Predicate<Shop> due) throws InterruptedException {
    Optional<ShopifyApp> app =
        shops.at(id).filter(Shop::isInstalled).flatMap(shop -> apps.at(shop.app()));
    if (app.isEmpty() || !underWay.add(id)) {
      return shops.at(id);
    }
    try {
      Optional<Shop> claimed = claimed(id, due, wanted(app.get()));
      if (claimed.isPresent()) {
        check(app.get(), claimed.get());
      }
      return shops.at(id);
    } finally {
      underWay.remove(id);
    }
  }

  /// As it is stored: another node may have renewed its token.
  private Optional<Shop> claimed(ShopId id, Predicate<Shop> due, String wanted)
      throws InterruptedException {
    Instant until = clock.instant().truncatedTo(ChronoUnit.MICROS).plus(LONGEST_LOOK);
    return shops.claim(id, due, wanted, until);
  }

  private void check(ShopifyApp app, Shop shop) throws InterruptedException {
    Optional<Source> source = apps.source(app);
    Checked before = shop.checked();
    String wanted = wanted(app);
    if (source.isEmpty()) {
      var gone = new Failure("the app's source is gone");
      note(shop, failed(before, gone, wanted, before.registered()));
      return;
    }
    Registration.Result result;
    try {
      Shop ready = fresh(app, shop);
      result =
          registration(app, ready)
              .run(subscriptions(app, source.get()), ours(app), before.registered());
    } catch (IOException e) {
      note(shop, failed(before, e, wanted, before.registered()));
      return;
    }
    note(
        shop,
        result
            .broken()
            .map(why -> failed(before, why, wanted, result.registered()))
            .orElseGet(() -> looked(result, wanted)));
  }

  private Checked looked(Registration.Result result, String wanted) {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return new Checked(
        at, at.plus(EVERY), 0, String.join("; ", result.problems()), wanted, result.registered());
  }

  /// Being asked to wait is no failure.
  private Checked failed(
      Checked before, IOException why, String wanted, List<Registered> registered) {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Duration pause = why instanceof Failure failure ? failure.pause() : Duration.ZERO;
    boolean asked = !pause.isZero();
    int failures = asked ? before.failures() : before.failures() + 1;
    Duration wait =
        asked ? pause : FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    Duration atMost = wait.compareTo(EVERY) > 0 ? EVERY : wait;
    return new Checked(
        at,
        at.plus(atMost),
        failures,
        Texts.shown(String.valueOf(why.getMessage())),
        wanted,
        registered);
  }

  private void note(Shop shop, Checked now) throws InterruptedException {
    if (!now.problem().isEmpty()) {
      LOG.warn(
          "shopify shop={} check=problem next={} why=\"{}\"", shop.id(), now.next(), now.problem());
    }
    var _ = shops.checked(shop, now);
  }

  /// The shop with a token that lasts a while. A renewed one is stored before it is used, for the
  /// one before is used up; if it could not be stored it is kept until it can be.
  private Shop fresh(ShopifyApp app, Shop shop) throws IOException, InterruptedException {
    Renewed held = renewed.get(shop.id());
    Token token = shop.token().orElseThrow(() -> new Failure("there is no token; install again"));
    if (held != null && held.installed().equals(shop.installed())) {
      token = held.token();
    } else if (!token.isOld(clock.instant())) {
      return shop;
    } else if (token.refresh().isEmpty()) {
      throw new Failure("the token has ended; install the app again");
    } else {
      token = grants.refresh(app, shop.domain(), token.refresh().get());
      renewed.put(shop.id(), new Renewed(shop.installed(), token));
    }
    Optional<Shop> stored = shops.renewed(shop, token);
    renewed.remove(shop.id());
    return stored
        .or(() -> shops.at(shop.id()).filter(there -> isReady(there, shop)))
        .orElseThrow(() -> new Failure("the shop has uninstalled the app"));
  }

  /// Whether another node has renewed the token of the same installation.
  private boolean isReady(Shop there, Shop seen) {
    return there.installed().equals(seen.installed())
        && there.token().filter(token -> !token.isOld(clock.instant())).isPresent();
  }

  private Registration registration(ShopifyApp app, Shop shop) throws Failure {
    Token token = shop.token().orElseThrow(() -> new Failure("there is no token; install again"));
    var admin = new Admin(inquiries, shop.domain(), app.apiVersion(), token.access());
    return new Registration(admin, () -> shops.at(shop.id()).filter(Shop::isInstalled).isPresent());
  }

  /// Takes away what is registered through us, as far as the shop lets us, then forgets it.
  ///
  /// @return what could not be taken away; empty: nothing
  public String remove(Actor by, Shop shop) throws InterruptedException {
    Optional<Shop> there = claimed(shop.id(), any -> true, wanted(shop.app()));
    String problem = there.isPresent() ? unregister(there.get()) : "";
    shops.delete(by, shop);
    return problem;
  }

  private String unregister(Shop shop) throws InterruptedException {
    Optional<ShopifyApp> app = apps.at(shop.app());
    if (app.isEmpty()) {
      return "";
    }
    try {
      Shop ready = fresh(app.get(), shop);
      var result =
          registration(app.get(), ready)
              .run(List.of(), ours(app.get()), shop.checked().registered());
      return result
          .broken()
          .map(e -> String.valueOf(e.getMessage()))
          .orElse(String.join("; ", result.problems()));
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// Where webhooks of an app come in.
  static String uri(ShopifyApp app, Source source) {
    return app.url() + "/in/" + source.address();
  }

  /// What leads there is ours, unless it was deployed with a TOML.
  private String ours(ShopifyApp app) {
    return app.registering() == Registering.TOML
        ? ""
        : apps.source(app).map(source -> uri(app, source)).orElse("");
  }

  private static List<Subscribed> subscriptions(ShopifyApp app, Source source) {
    return app.registering() == Registering.TOML
        ? List.of()
        : app.allTopics().stream().map(topic -> Subscribed.of(topic, uri(app, source))).toList();
  }

  private String wanted(ShopifyAppId id) {
    return apps.at(id).map(this::wanted).orElse("");
  }

  /// Stands for everything that a registration depends on.
  private String wanted(ShopifyApp app) {
    String text =
        apps.source(app).map(source -> subscriptions(app, source) + app.apiVersion()).orElse("");
    return HexFormat.of().formatHex(Sha256.of(text), 0, 8);
  }
}
