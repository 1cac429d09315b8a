package dev.posthouse.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Writes states to begin with into `fingerprint`. What events set since is never replaced; of
/// several beginnings the last counts, unless it shows an older state.
record Beginnings(StateSeal seal, Instant now) {
  /// Takes the place of the event that set a state.
  static final long BEFORE_ALL = 1;

  private static final String WRITE =
      """
      insert into fingerprint (id, rest, tenant, subscription, event, as_of, hash, state, whose,
        expires)
      values (:id, :rest, :tenant, :subscription, :event, :asOf, :hash, :state, :whose, :expires)
      on conflict (id, rest) do update set tenant = excluded.tenant,
        subscription = excluded.subscription, event = excluded.event, as_of = excluded.as_of,
        hash = excluded.hash, state = excluded.state, whose = excluded.whose,
        expires = excluded.expires
      where fingerprint.event = 0 or fingerprint.expires <= :now
        or (fingerprint.event = :event and fingerprint.as_of <= excluded.as_of)
      """;

  /// Returns how many were written. Rows are taken in the order of their keys, as everywhere; those
  /// of one key are written in the order given.
  int write(Handle db, List<Beginning> all) {
    return all.stream()
        .sorted(Comparator.comparing(Beginnings::key))
        .mapToInt(one -> write(db, one))
        .sum();
  }

  private static StateKey key(Beginning one) {
    return StateKey.of(one.subject());
  }

  private int write(Handle db, Beginning one) {
    StateKey key = key(one);
    String values = one.shown().values();
    byte[] sealed = values.isEmpty() ? Fingerprint.NOTHING : seal.seal(db, key.id(), values);
    return db.createUpdate(WRITE)
        .bind("id", key.id())
        .bind("rest", key.rest())
        .bind("tenant", one.tenant().value())
        .bind("subscription", one.subscription().value())
        .bind("event", BEFORE_ALL)
        .bind("asOf", one.asOf() == null ? Fingerprint.UNKNOWN : Micros.of(one.asOf()))
        .bind("hash", one.shown().hash())
        .bind("state", sealed.length == 0 ? null : sealed)
        .bind("whose", Whose.of(one.tenant(), one.whose()))
        .bind("expires", Micros.of(now.plus(one.ttl())))
        .bind("now", Micros.of(now))
        .execute();
  }
}
