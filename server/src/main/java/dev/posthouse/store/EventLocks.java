package dev.posthouse.store;

import java.util.List;
import org.jdbi.v3.core.Handle;

/// Keeps two nodes from each other's way that are at the same stored event: who opens deliveries of
/// it holds it, and who takes it away waits until those have committed and takes them too.
///
/// @param shared whether there may be other nodes
record EventLocks(boolean shared) {
  /// What a query of events `e` ends with, for events that are to stay until the change commits;
  /// one that is being taken away is waited for, and not found then.
  String held() {
    return shared ? " for share of e" : "";
  }

  /// Before events are taken away, or their data.
  void take(Handle db, List<Long> events) {
    if (shared) {
      var _ =
          db.createQuery("select id from event where id in (<ids>) order by id for update")
              .bindList("ids", events)
              .mapTo(Long.class)
              .list();
    }
  }
}
