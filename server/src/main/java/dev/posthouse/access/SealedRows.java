package dev.posthouse.access;

import dev.posthouse.access.KeyRotation.Status.Use;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The encrypted texts of one place, by the key that encrypted them: it stands at their beginning.
record SealedRows(Vault vault, Place place) {
  private static final Logger LOG = LoggerFactory.getLogger(SealedRows.class);

  /// What a slice did.
  ///
  /// @param last the row that it ended with
  /// @param renewed rows that the current key encrypts now
  /// @param unreadable rows that no key of the ring opens; they stay as they are
  record Slice(long last, int renewed, int unreadable, boolean more) {
    static final Slice NONE = new Slice(Long.MIN_VALUE, 0, 0, false);

    /// This, then another.
    Slice and(Slice next) {
      return new Slice(next.last, renewed + next.renewed, unreadable + next.unreadable, next.more);
    }
  }

  private record Row(long id, byte[] sealed) {}

  /// Encrypts the next rows after `after` that another key encrypted. A row that somebody else
  /// writes at the same time stays theirs.
  Slice renew(Handle db, long after, int limit) {
    List<Row> found = others(db, after, limit);
    int renewed = 0;
    int unreadable = 0;
    for (Row row : found) {
      try {
        String text = vault.decrypt(place, row.id(), row.sealed());
        renewed += replace(db, row, vault.encrypt(db, place, row.id(), text));
      } catch (VaultLocked e) {
        LOG.warn("rotate_key result=unreadable what={} why={}", place.owner(row.id()), told(e));
        unreadable++;
      }
    }
    long last = found.isEmpty() ? after : found.getLast().id();
    return new Slice(last, renewed, unreadable, found.size() == limit);
  }

  private static String told(VaultLocked e) {
    return String.valueOf(e.getMessage());
  }

  private List<Row> others(Handle db, long after, int limit) {
    String sql =
        """
        select %2$s as id, %3$s as sealed from %1$s
        where %2$s > :after and substr(%3$s, 1, %4$d) <> :head
        order by %2$s limit :limit
        """;
    return db.createQuery(named(sql))
        .bind("after", after)
        .bind("head", vault.head())
        .bind("limit", limit)
        .map((row, context) -> new Row(row.getLong("id"), row.getBytes("sealed")))
        .list();
  }

  private int replace(Handle db, Row row, byte[] sealed) {
    String sql = "update %1$s set %3$s = :sealed where %2$s = :id and %3$s = :before";
    return db.createUpdate(named(sql))
        .bind("sealed", sealed)
        .bind("id", row.id())
        .bind("before", row.sealed())
        .execute();
  }

  /// SQL with the names of the place, which are constants of ours.
  private String named(String sql) {
    return sql.formatted(place.table, place.id, place.column, Vault.HEAD_BYTES);
  }

  /// Whether anything is encrypted with this key.
  static boolean any(Handle db, String key) {
    return Arrays.stream(Place.values())
        .anyMatch(place -> heads(db, place).stream().anyMatch(head -> head.key().equals(key)));
  }

  /// The keys of the ring, and those that are used beside it, each with its rows.
  static List<Use> uses(Handle db, KeyRing ring) {
    List<Head> heads =
        Arrays.stream(Place.values()).flatMap(place -> heads(db, place).stream()).toList();
    var ids = new ArrayList<>(ring.keys().stream().map(RingKey::id).toList());
    heads.stream().map(Head::key).filter(key -> !ids.contains(key)).distinct().forEach(ids::add);
    String current = ring.current().id();
    return ids.stream().map(id -> new Use(id, id.equals(current), rows(heads, id))).toList();
  }

  private static long rows(List<Head> heads, String key) {
    return heads.stream().filter(head -> head.key().equals(key)).mapToLong(Head::rows).sum();
  }

  /// @param key empty where rows do not name one
  private record Head(String key, long rows) {}

  private static List<Head> heads(Handle db, Place place) {
    return db.createQuery(
            "select substr(%1$s, 1, %2$d) as head, count(*) as rows from %3$s where %1$s is not null group by 1"
                .formatted(place.column, Vault.HEAD_BYTES, place.table))
        .map((row, context) -> new Head(key(row.getBytes("head")), row.getLong("rows")))
        .list();
  }

  private static String key(byte[] head) {
    return head[0] == Vault.NAMED ? HexFormat.of().formatHex(head, 1, Vault.HEAD_BYTES) : "";
  }
}
