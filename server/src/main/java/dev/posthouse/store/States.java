package dev.posthouse.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Remembered states inside one transaction of the writer: all rows are taken at once, read and
/// changed in memory, and each is written once. Rolled back with the transaction.
final class States {
  /// A row is written for its own sake, to be kept longer, only if so much of its time is over.
  private static final int FRESH = 16;

  private final Session session;
  private final Instant now;
  private final Map<StateKey, Fingerprint> taken;
  private final Map<StateKey, Fingerprint> changed = new TreeMap<>();

  private States(Session session, Instant now, Map<StateKey, Fingerprint> taken) {
    this.session = session;
    this.now = now;
    this.taken = taken;
  }

  static States take(Session session, Node node, Instant now, SortedSet<StateKey> keys)
      throws SQLException {
    return new States(session, now, node.fingerprints().take(session, keys));
  }

  void write() throws SQLException {
    Fingerprints.write(session, changed.values());
  }

  /// Null if nothing is remembered, or it was for too long.
  @Nullable Fingerprint known(StateKey key) {
    Fingerprint found = changed.getOrDefault(key, taken.get(key));
    return found != null && found.known(now) ? found : null;
  }

  void put(Fingerprint row) {
    changed.put(row.key(), row);
  }

  /// @param changed whether it must be written in any case
  void keep(Fingerprint row, Duration time, boolean changed) {
    Instant expires = until(time);
    Duration gained = Duration.between(row.expires(), expires);
    if (gained.compareTo(time.dividedBy(FRESH)) > 0) {
      put(row.until(expires));
    } else if (changed) {
      put(row);
    }
  }

  Instant until(Duration time) {
    return now.plus(time);
  }

  Handle db() {
    return session.handle();
  }
}
