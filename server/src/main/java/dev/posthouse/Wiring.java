package dev.posthouse;

import dev.posthouse.accept.Acceptor;
import dev.posthouse.accept.Indexing;
import dev.posthouse.accept.Inspection;
import dev.posthouse.access.Keys;
import dev.posthouse.access.Vault;
import dev.posthouse.oauth.Wallet;
import dev.posthouse.store.Database;
import dev.posthouse.store.Recount;
import dev.posthouse.store.Retention;

/// What parts of the house are made of, each from those that [App] has made before.
final class Wiring {
  private Wiring() {}

  static Keys.Parts keys(App app) {
    Surroundings around = app.around;
    return new Keys.Parts(
        app.ledger, app.journal, around.tasks(), around.ids(), around.clock(), around.nanos());
  }

  static Wallet.Parts wallet(App app, Vault vault) {
    Surroundings around = app.around;
    return new Wallet.Parts(
        app.ledger, vault, around.tasks(), around.inquiries(), around.clock(), around.ids());
  }

  static Indexing indexing(App app) {
    return new Indexing(app.catalogue::current, tenant -> app.tenants.policy(tenant));
  }

  static Receiving.Parts receiving(App app, Vault vault) {
    return new Receiving.Parts(
        app.ledger, app.journal, vault, app.tenants, app.acceptor, app.notices, app.around);
  }

  static Acceptor.Parts acceptor(App app) {
    Surroundings around = app.around;
    return new Acceptor.Parts(
        new Inspection(app.catalogue::current, app.tenants::policy, app.invalid),
        indexing(app),
        app.router,
        app.ledger,
        around.tasks(),
        around.budget(),
        around.heavy(),
        around.clock(),
        around.ids());
  }

  static Housekeeping.Slices slices(App app, Database database) {
    return new Housekeeping.Slices(
        new Retention(app.ledger, database, app.writes),
        new Recount(app.ledger, database),
        app.bulk.share);
  }
}
