package dev.posthouse.oauth;

import dev.posthouse.access.Place;
import dev.posthouse.access.Vault;
import dev.posthouse.access.VaultLocked;
import dev.posthouse.event.EndpointId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The table `oauth_token`.
record HeldRows(Vault vault) {
  private static final Logger LOG = LoggerFactory.getLogger(HeldRows.class);

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
    var batch = db.prepareBatch("delete from oauth_token where endpoint = :endpoint");
    endpoints.forEach(endpoint -> batch.bind("endpoint", endpoint.value()).add());
    return batch.execute().length;
  }

  /// One that cannot be read is as good as none: another one is fetched.
  Map<EndpointId, Held> all(Handle db) {
    var all = new HashMap<EndpointId, Held>();
    db.createQuery("select endpoint, sealed from oauth_token")
        .map((row, context) -> Map.entry(row.getLong("endpoint"), row.getBytes("sealed")))
        .forEach(row -> {
          try {
            String text = vault.decrypt(Place.TOKEN, row.getKey(), row.getValue());
            all.put(new EndpointId(row.getKey()), Held.parse(text));
          } catch (VaultLocked e) {
            LOG.warn("token endpoint={} result=unreadable", new EndpointId(row.getKey()));
          }
        });
    return all;
  }
}
