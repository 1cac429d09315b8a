package dev.posthouse.config;

import java.util.HexFormat;
import org.jdbi.v3.core.Handle;

/// The end of the chain of revisions: the newest one's number, and its hash, which stands for all
/// of them. Kept in a row of its own, so that it is seen when the newest are missing.
record Head(long number, byte[] hash) {
  static final Head NONE = new Head(0, new byte[0]);

  static Head read(Handle db) {
    return db.createQuery("select number, hash from revision_head where id = 1")
        .map((row, context) -> new Head(row.getLong("number"), row.getBytes("hash")))
        .findOne()
        .orElse(NONE);
  }

  /// Writes a revision that comes next, and what the head is then.
  Head add(Handle db, Revision revision) {
    var next = new Head(revision.number(), revision.link().hash(hash));
    RevisionRows.insert(db, revision, next.hash);
    db.createUpdate(
            """
            insert into revision_head (id, number, hash) values (1, :number, :hash)
            on conflict (id) do update set number = excluded.number, hash = excluded.hash
            """)
        .bind("number", next.number)
        .bind("hash", next.hash)
        .execute();
    return next;
  }

  String hex() {
    return HexFormat.of().formatHex(hash);
  }
}
