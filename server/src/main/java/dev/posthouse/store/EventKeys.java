package dev.posthouse.store;

import dev.posthouse.event.ContentHash;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Routed;
import dev.posthouse.event.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Which event holds which key of idempotency: the first of a tenant with that source and id. Only
/// the writer's thread claims; anyone may look a key up.
///
/// The databases do it in two ways: where several nodes share one, an index of its own must decide
/// ([KeyTable]); where one process owns the file, the keys are kept in a form that is cheaper to
/// write ([KeyRuns]).
interface EventKeys {
  /// The event that holds a key, and the hash of its content.
  record Holder(EventId id, ContentHash hash) {
    static Holder of(Routed routed) {
      return new Holder(routed.event().id(), routed.hash());
    }
  }

  /// Called with each new connection of the writer, before anything is claimed through it.
  void load(Connection db) throws SQLException;

  /// Claims keys that all differ, inside the writer's transaction, in the order given. For each the
  /// event that holds it already; empty where the claim was won. What a transaction claimed that
  /// did not commit is forgotten with the next call.
  List<Optional<Holder>> claim(Session db, List<Routed> keyed) throws SQLException;

  /// The transaction that claimed last has committed.
  void committed();

  /// The event that holds a key. Reads what has committed, through any connection.
  Optional<Holder> find(Connection db, TenantId tenant, Origin origin) throws SQLException;

  /// Frees the keys of some events, which are about to be deleted.
  void free(Handle db, List<Long> events);
}
