package dev.posthouse.shopify;

import dev.posthouse.event.ShopId;
import dev.posthouse.event.ShopifyAppId;
import dev.posthouse.event.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A shop that has, or had, an app installed.
///
/// @param revision the number of the record that made it what it is
/// @param tenant whose app it is
/// @param domain such as `example.myshopify.com`
/// @param events whose its events are: the app's tenant's, or those of another one
/// @param scopes what was granted
/// @param installed when it was installed last
/// @param ended when it was uninstalled; absent while it is installed
/// @param token absent once it was uninstalled
public record Shop(
    ShopId id,
    ShopifyAppId app,
    TenantId tenant,
    long revision,
    String domain,
    TenantId events,
    List<String> scopes,
    Instant installed,
    Optional<Instant> ended,
    Optional<Token> token,
    Checked checked) {
  public Shop {
    scopes = List.copyOf(scopes);
  }

  /// How the registration of topics stands.
  ///
  /// @param at when it was looked at last
  /// @param next when it will be looked at again
  /// @param failures how many looks in a row ended early
  /// @param problem what is not as it should be; empty: nothing
  /// @param wanted stands for what was wanted then
  /// @param registered what is registered through us
  public record Checked(
      Instant at,
      Instant next,
      int failures,
      String problem,
      String wanted,
      List<Registered> registered) {
    static final Checked NEVER = new Checked(Instant.EPOCH, Instant.EPOCH, 0, "", "", List.of());

    public Checked {
      registered = List.copyOf(registered);
    }

    /// As it stands while somebody looks.
    Checked claimed(String what, Instant until) {
      return new Checked(at, until, failures, problem, what, registered);
    }
  }

  /// A subscription in a shop.
  ///
  /// @param id what Shopify calls it
  public record Registered(String id, String topic) {}

  public boolean isInstalled() {
    return ended.isEmpty();
  }

  Shop revised(long number) {
    return changed(number, events, ended, token, checked);
  }

  Shop at(Checked now) {
    return changed(revision, events, ended, token, now);
  }

  Shop with(Token renewed) {
    return changed(revision, events, ended, Optional.of(renewed), checked);
  }

  Shop of(TenantId other) {
    return changed(revision, other, ended, token, checked);
  }

  /// Nothing is left that could be used.
  Shop ended(Instant at) {
    return changed(revision, events, Optional.of(at), Optional.empty(), Checked.NEVER);
  }

  private Shop changed(
      long number, TenantId whose, Optional<Instant> end, Optional<Token> given, Checked now) {
    return new Shop(id, app, tenant, number, domain, whose, scopes, installed, end, given, now);
  }

  /// Names it and nothing else.
  @Override
  public String toString() {
    return id + " (" + domain + ")";
  }
}
