package dev.posthouse.shopify;

import dev.posthouse.access.Trail;
import dev.posthouse.access.Vault;
import dev.posthouse.event.Ids;
import dev.posthouse.net.Inquiries;
import dev.posthouse.receive.Sources;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Tasks;
import java.security.SecureRandom;
import java.time.InstantSource;

/// The apps of this house, the shops that have them installed, how they get there, and who looks
/// after them.
public record Shopify(Apps apps, Shops shops, Install install, Checks checks) {
  /// What it works with.
  public record Parts(
      Ledger ledger,
      Trail trail,
      Vault vault,
      Sources sources,
      Inquiries inquiries,
      Tasks tasks,
      InstantSource clock,
      Ids ids,
      SecureRandom random) {}

  public static Shopify of(Parts parts) {
    var shops = new Shops(parts.ledger(), parts.trail(), parts.vault(), parts.ids());
    var apps =
        new Apps(parts.ledger(), parts.trail(), parts.vault(), parts.ids(), parts.sources(), shops);
    var grants = new Grants(parts.inquiries(), parts.clock());
    var checks = new Checks(apps, shops, grants, parts.tasks());
    var install =
        new Install(new Install.Parts(apps, shops, grants, checks, parts.clock(), parts.random()));
    return new Shopify(apps, shops, install, checks);
  }

  /// What is in the database is in force from now on.
  public void load() {
    apps.load();
    shops.load();
  }
}
