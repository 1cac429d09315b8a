package dev.posthouse;

import dev.posthouse.accept.Acceptor;
import dev.posthouse.accept.Notices;
import dev.posthouse.access.Vault;
import dev.posthouse.config.Journal;
import dev.posthouse.receive.Receiver;
import dev.posthouse.receive.Sources;
import dev.posthouse.receive.Watch;
import dev.posthouse.store.Ledger;
import dev.posthouse.web.Api;
import dev.posthouse.work.Budget;

/// The parts that take other people's webhooks in.
record Receiving(Sources sources, Receiver receiver, Watch watch) {
  /// Requests that nothing is known of yet have memory of their own: half as much as those of
  /// publishers, but room for one of the longest.
  private static final int SHARE = 2;

  private static final long LEAST = 64 << 20;

  static Receiving of(
      Ledger ledger,
      Journal journal,
      Vault vault,
      Acceptor acceptor,
      Notices notices,
      Surroundings around) {
    var outside = new Sources.Outside(around.inquiries(), around.tasks(), around.nanos());
    var sources = new Sources(ledger, journal, vault, around.ids(), around.random(), outside);
    journal.onDoubt(sources::load);
    var memory = new Budget(Math.max(LEAST, around.budget().limit() / SHARE));
    var receiver =
        new Receiver(
            new Receiver.Parts(sources, acceptor::receive, around.heavy(), memory, around.clock()));
    return new Receiving(
        sources, receiver, new Watch(receiver, ledger, around.tasks(), notices::tell));
  }

  /// Reads what is stored.
  void load() {
    sources.load();
    watch.load();
  }

  Api.Receiving api() {
    return new Api.Receiving(sources, receiver);
  }
}
