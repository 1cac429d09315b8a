package dev.posthouse.shopify;

import dev.posthouse.access.Actor;
import dev.posthouse.event.ShopifyAppId;
import dev.posthouse.shopify.Grants.Grant;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a shop installs an app: its browser begins here, is sent to the shop to consent, and comes
/// back with a code, which the shop changes for a token (shopify.dev, "Authenticate a standalone or
/// API-only app").
public final class Install {
  private static final Logger LOG = LoggerFactory.getLogger(Install.class);

  private final Parts parts;

  record Parts(
      Apps apps,
      Shops shops,
      Grants grants,
      Checks checks,
      InstantSource clock,
      SecureRandom random) {}

  Install(Parts parts) {
    this.parts = parts;
  }

  /// What the browser is told.
  public sealed interface Step {
    /// Go there and come back with `state`, which is kept in a cookie.
    record Away(String location, String state, String path) implements Step {}

    /// Done.
    ///
    /// @param landing where to go on; empty: nowhere
    record Done(String shop, String landing) implements Step {}

    /// Not so. `code` is stable.
    record Refused(int status, String code, String why) implements Step {}
  }

  /// Begins.
  ///
  /// @return empty if there is no such app
  public Optional<Step> begin(ShopifyAppId id, String rawQuery) {
    return parts.apps().at(id).map(app -> begin(app, rawQuery));
  }

  private Step begin(ShopifyApp app, String rawQuery) {
    Instant now = parts.clock().instant();
    Map<String, String> query;
    try {
      query = Proof.parameters(rawQuery);
    } catch (IllegalArgumentException e) {
      return wrongShop();
    }
    String domain = query.getOrDefault("shop", "").toLowerCase(Locale.ROOT);
    if (!Domain.is(domain)) {
      return wrongShop();
    } else if (query.containsKey("hmac") && !Proof.holds(query, app.secrets(), now)) {
      return unproven();
    }
    String state = State.make(app, domain, now, parts.random());
    return new Step.Away(location(app, domain, state), state, app.path());
  }

  /// Where a shop asks its people for their consent.
  static String location(ShopifyApp app, String domain, String state) {
    var query = new LinkedHashMap<String, String>();
    query.put("client_id", app.clientId());
    query.put("scope", String.join(",", app.scopes()));
    query.put("redirect_uri", app.callbackUrl());
    query.put("state", state);
    query.put("grant_options[]", "");
    return "https://"
        + domain
        + "/admin/oauth/authorize?"
        + query.entrySet().stream()
            .map(p -> Proof.encoded(p.getKey()) + "=" + Proof.encoded(p.getValue()))
            .collect(Collectors.joining("&"));
  }

  /// Ends, with what the browser brought back.
  ///
  /// @param cookie what it was given at the beginning
  /// @return empty if there is no such app
  public Optional<Step> finish(ShopifyAppId id, String rawQuery, String cookie, InetAddress from)
      throws InterruptedException {
    Optional<ShopifyApp> app = parts.apps().at(id);
    return app.isEmpty()
        ? Optional.empty()
        : Optional.of(finish(app.get(), rawQuery, cookie, from));
  }

  private Step finish(ShopifyApp app, String rawQuery, String cookie, InetAddress from)
      throws InterruptedException {
    Instant now = parts.clock().instant();
    Map<String, String> query;
    try {
      query = Proof.parameters(rawQuery);
    } catch (IllegalArgumentException e) {
      return unproven();
    }
    String domain = query.getOrDefault("shop", "");
    String state = query.getOrDefault("state", "");
    String code = query.getOrDefault("code", "");
    if (!Domain.is(domain)) {
      return wrongShop();
    } else if (!Proof.holds(query, app.secrets(), now)) {
      return unproven();
    } else if (!Proof.matches(state, cookie) || !State.holds(app, domain, state, now)) {
      return new Step.Refused(
          403, "wrong_state", "This browser did not begin the installation, or too long ago.");
    } else if (code.isEmpty()) {
      return new Step.Refused(400, "no_code", "Shopify sent no code.");
    }
    return exchange(app, domain, code, from);
  }

  private Step exchange(ShopifyApp app, String domain, String code, InetAddress from)
      throws InterruptedException {
    boolean known = parts.shops().find(app.id(), domain).isPresent();
    if (!known && parts.shops().of(app.id()).size() >= Shops.MOST) {
      return new Step.Refused(
          503, "too_many_shops", "The app is installed in as many shops as it may be.");
    }
    Grant grant;
    try {
      grant = parts.grants().exchange(app, domain, code);
    } catch (IOException e) {
      LOG.warn(
          "shopify app={} shop={} install=failed why=\"{}\"",
          app.id(),
          domain,
          Texts.shown(String.valueOf(e.getMessage())));
      return new Step.Refused(502, "no_token", "The shop gave no token. Install the app again.");
    }
    Shop shop =
        parts
            .shops()
            .installed(
                new Actor(Actor.SYSTEM.who(), from.getHostAddress()),
                new Shops.Arrival(
                    app, domain, grant.token(), grant.scopes(), parts.clock().instant()));
    LOG.info("shopify app={} shop={} install=done", app.id(), shop.id());
    parts.checks().soon(shop.id());
    return new Step.Done(domain, landing(app, domain));
  }

  private static String landing(ShopifyApp app, String domain) {
    return app.landing().isEmpty()
        ? ""
        : app.landing() + (app.landing().indexOf('?') < 0 ? "?" : "&") + "shop=" + domain;
  }

  private static Step wrongShop() {
    return new Step.Refused(
        400, "wrong_shop", "shop must be there once, such as shop=example.myshopify.com");
  }

  private static Step unproven() {
    return new Step.Refused(
        401, "wrong_hmac", "This does not come from Shopify, or is older than 90 seconds.");
  }
}
