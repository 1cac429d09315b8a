package dev.posthouse.access;

import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/// The table `vault_key`: the keys that anything may be encrypted with, each with a text that only
/// it opens.
///
/// @param key its id; empty for what was encrypted before keys had ids
record KeyProbe(String key, byte[] sealed) {
  static List<KeyProbe> all(Handle db) {
    return db.createQuery("select id, probe from vault_key order by id")
        .map((row, context) -> new KeyProbe(row.getString("id"), row.getBytes("probe")))
        .list();
  }

  /// Stores the probe unless it is there.
  static void remember(Handle db, String key, Supplier<byte[]> probe) {
    boolean known =
        db.select("select 1 from vault_key where id = ?", key)
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    if (!known) {
      db.execute(
          "insert into vault_key (id, probe) values (?, ?) on conflict do nothing",
          key,
          probe.get());
    }
  }

  static int forget(Handle db, String key) {
    return db.execute("delete from vault_key where id = ?", key);
  }

  String name() {
    return key.isEmpty() ? "a key without id" : "key " + key;
  }
}
