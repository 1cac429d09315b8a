package dev.posthouse.oauth;

import dev.posthouse.access.Place;
import dev.posthouse.access.Vault;
import dev.posthouse.access.VaultLocked;
import dev.posthouse.event.EndpointId;
import dev.posthouse.store.Micros;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tables `oauth_token` and `oauth_claim`.
record HeldRows(Vault vault) {
  private static final Logger LOG = LoggerFactory.getLogger(HeldRows.class);

  /// When another node may begin a turn, should the one before never end: a server is waited for
  /// ten seconds, and what it gave is stored at once.
  static final Duration LONGEST_TURN = Duration.ofSeconds(30);

  int put(Handle db, EndpointId endpoint, Held held) {
    byte[] sealed = vault.encrypt(db, Place.TOKEN, endpoint.value(), held.serialise());
    return db.createUpdate(
            """
            insert into oauth_token (endpoint, sealed) values (:endpoint, :sealed)
            on conflict (endpoint) do update set sealed = excluded.sealed
            """)
        .bind("endpoint", endpoint.value())
        .bind("sealed", sealed)
        .execute();
  }

  static int delete(Handle db, Collection<EndpointId> endpoints) {
    delete(db, "delete from oauth_claim where endpoint = :endpoint", endpoints);
    return delete(db, "delete from oauth_token where endpoint = :endpoint", endpoints);
  }

  private static int delete(Handle db, String each, Collection<EndpointId> endpoints) {
    var batch = db.prepareBatch(each);
    endpoints.forEach(endpoint -> batch.bind("endpoint", endpoint.value()).add());
    return batch.execute().length;
  }

  /// Begins a turn, unless somebody else's goes on. Whether it has begun.
  ///
  /// @param turn whose it is: a number that nobody else has
  /// @param now by the clock that leases go by
  static boolean claim(Handle db, EndpointId endpoint, long turn, Instant now) {
    int claimed =
        db.createUpdate(
                """
                insert into oauth_claim (endpoint, turn, until) values (:endpoint, :turn, :until)
                on conflict (endpoint) do update set turn = excluded.turn, until = excluded.until
                where oauth_claim.until <= :now or oauth_claim.turn = excluded.turn
                """)
            .bind("endpoint", endpoint.value())
            .bind("turn", turn)
            .bind("until", Micros.of(now.plus(LONGEST_TURN)))
            .bind("now", Micros.of(now))
            .execute();
    return claimed == 1;
  }

  /// Ends a turn; 0 if it has lapsed, and somebody else's begun.
  static int release(Handle db, EndpointId endpoint, long turn) {
    return db.createUpdate("delete from oauth_claim where endpoint = :endpoint and turn = :turn")
        .bind("endpoint", endpoint.value())
        .bind("turn", turn)
        .execute();
  }

  Optional<Held> find(Handle db, EndpointId endpoint) {
    return db.createQuery("select sealed from oauth_token where endpoint = :endpoint")
        .bind("endpoint", endpoint.value())
        .mapTo(byte[].class)
        .findOne()
        .flatMap(sealed -> opened(endpoint, sealed));
  }

  Map<EndpointId, Held> all(Handle db) {
    var all = new HashMap<EndpointId, Held>();
    db.createQuery("select endpoint, sealed from oauth_token")
        .map((row, context) ->
            Map.entry(new EndpointId(row.getLong("endpoint")), row.getBytes("sealed")))
        .forEach(row -> {
          EndpointId endpoint = row.getKey();
          opened(endpoint, row.getValue()).ifPresent(held -> all.put(endpoint, held));
        });
    return all;
  }

  /// One that cannot be read is as good as none: another one is fetched.
  private Optional<Held> opened(EndpointId endpoint, byte[] sealed) {
    try {
      return Optional.of(Held.parse(vault.decrypt(Place.TOKEN, endpoint.value(), sealed)));
    } catch (VaultLocked e) {
      LOG.warn("token endpoint={} result=unreadable", endpoint);
      return Optional.empty();
    }
  }
}
