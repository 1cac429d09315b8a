package dev.posthouse.shopify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.access.Place;
import dev.posthouse.access.Vault;
import dev.posthouse.access.VaultLocked;
import dev.posthouse.event.ShopId;
import dev.posthouse.event.ShopifyAppId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The table `shopify_shop`: the JSON form, and the token, encrypted.
record ShopRows(Vault vault) {
  private static final Logger LOG = LoggerFactory.getLogger(ShopRows.class);

  void put(Handle db, Shop shop) {
    db.createUpdate(
            """
            insert into shopify_shop (id, app, tenant, domain, revision, doc, token)
            values (:id, :app, :tenant, :domain, :revision, :doc, :token)
            on conflict (id) do update set revision = excluded.revision, doc = excluded.doc,
              token = excluded.token
            """)
        .bind("id", shop.id().value())
        .bind("app", shop.app().value())
        .bind("tenant", shop.tenant().value())
        .bind("domain", shop.domain())
        .bind("revision", shop.revision())
        .bind("doc", Json.text(ShopForm.write(shop)))
        .bind("token", sealed(db, shop))
        .execute();
  }

  /// A row as it was read.
  ///
  /// @param token as it is stored, encrypted
  record Stored(Shop shop, String doc, byte @Nullable [] token) {}

  Optional<Stored> find(Handle db, ShopId id) {
    return db.createQuery(
            "select id, tenant, revision, doc, token from shopify_shop where id = :id")
        .bind("id", id.value())
        .map((row, context) -> new Stored(shop(row), row.getString("doc"), row.getBytes("token")))
        .findOne();
  }

  /// Writes unless somebody else has written since the row was read; a token that was renewed is
  /// part of it: it is the only one that its shop still takes.
  boolean replace(Handle db, Stored before, Shop shop) {
    int rows =
        db.createUpdate(
                """
                update shopify_shop set revision = :revision, doc = :doc, token = :token
                where id = :id and doc = :before and token is not distinct from :old
                """)
            .bind("revision", shop.revision())
            .bind("doc", Json.text(ShopForm.write(shop)))
            .bind("token", sealed(db, shop))
            .bind("id", shop.id().value())
            .bind("before", before.doc())
            .bind("old", before.token())
            .execute();
    return rows == 1;
  }

  private byte @Nullable [] sealed(Handle db, Shop shop) {
    return shop.token()
        .map(t -> vault.encrypt(db, Place.SHOPIFY_SHOP, shop.id().value(), t.serialise()))
        .orElse(null);
  }

  static void delete(Handle db, ShopId id) {
    db.createUpdate("delete from shopify_shop where id = :id").bind("id", id.value()).execute();
  }

  static void deleteAll(Handle db, ShopifyAppId app) {
    db.createUpdate("delete from shopify_shop where app = :app").bind("app", app.value()).execute();
  }

  List<Shop> all(Handle db) {
    return db.createQuery("select id, tenant, revision, doc, token from shopify_shop")
        .map((row, context) -> shop(row))
        .list();
  }

  private Shop shop(ResultSet row) throws SQLException {
    return ShopForm.read(
        row.getString("doc").getBytes(UTF_8),
        new TenantId(row.getLong("tenant")),
        row.getLong("revision"),
        token(row.getLong("id"), row.getBytes("token")));
  }

  /// One that cannot be read is as good as none: its shop has to install the app again.
  private Optional<Token> token(long shop, byte @Nullable [] sealed) {
    try {
      return Optional.ofNullable(sealed)
          .map(bytes -> vault.decrypt(Place.SHOPIFY_SHOP, shop, bytes))
          .map(text -> Token.parse(text.getBytes(UTF_8)));
    } catch (VaultLocked e) {
      LOG.warn("shopify shop={} token=unreadable", new ShopId(shop));
      return Optional.empty();
    }
  }
}
