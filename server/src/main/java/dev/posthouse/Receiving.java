package dev.posthouse;

import dev.posthouse.accept.Acceptor;
import dev.posthouse.accept.Notices;
import dev.posthouse.access.Tenants;
import dev.posthouse.access.Vault;
import dev.posthouse.config.Journal;
import dev.posthouse.receive.Receiver;
import dev.posthouse.receive.Sources;
import dev.posthouse.receive.Watch;
import dev.posthouse.shopify.ShopEvents;
import dev.posthouse.shopify.Shopify;
import dev.posthouse.store.Ledger;
import dev.posthouse.web.Api;
import dev.posthouse.work.Budget;

/// The parts that take other people's webhooks in.
record Receiving(Sources sources, Shopify shopify, Receiver receiver, Watch watch) {
  /// Requests that nothing is known of yet have memory of their own: half as much as those of
  /// publishers, but room for one of the longest.
  private static final int SHARE = 2;

  private static final long LEAST = 64 << 20;

  /// What they are made of.
  record Parts(
      Ledger ledger,
      Journal journal,
      Vault vault,
      Tenants tenants,
      Acceptor acceptor,
      Notices notices,
      Surroundings around) {}

  static Receiving of(Parts parts) {
    Surroundings around = parts.around();
    var outside = new Sources.Outside(around.inquiries(), around.tasks(), around.nanos());
    var sources =
        new Sources(
            parts.ledger(), parts.journal(), parts.vault(), around.ids(), around.random(), outside);
    parts.journal().onDoubt(sources::load);
    Shopify shopify = shopify(parts, sources);
    parts.journal().onDoubt(shopify::load);
    var memory = new Budget(Math.max(LEAST, around.budget().limit() / SHARE));
    var taker =
        new ShopEvents(
            parts.acceptor()::receive,
            shopify,
            tenant -> parts.tenants().find(tenant).isPresent(),
            around.clock());
    var receiver =
        new Receiver(new Receiver.Parts(sources, taker, around.heavy(), memory, around.clock()));
    var watch = new Watch(receiver, parts.ledger(), around.tasks(), parts.notices()::tell);
    return new Receiving(sources, shopify, receiver, watch);
  }

  private static Shopify shopify(Parts parts, Sources sources) {
    Surroundings around = parts.around();
    return Shopify.of(
        new Shopify.Parts(
            parts.ledger(),
            parts.journal(),
            parts.vault(),
            sources,
            around.inquiries(),
            around.tasks(),
            around.clock(),
            around.ids(),
            around.random()));
  }

  /// What is done every minute.
  void step() throws InterruptedException {
    watch.step();
    shopify.checks().step();
  }

  /// Reads what is stored.
  void load() {
    sources.load();
    shopify.load();
    watch.load();
  }

  Api.Receiving api() {
    return new Api.Receiving(sources, receiver, shopify);
  }
}
