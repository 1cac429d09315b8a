package dev.posthouse.config;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Reads the table `revision` as a record: each with what was before it.
final class RecordRows {
  /// A page ends where its documents have this many characters, for some are large.
  private static final int MOST_TEXT = 4 << 20;

  private static final String SELECT =
      """
      select r.number, r.tenant, r.kind, r.resource, r.action, r.who, r.origin, r.at, r.shown, r.doc,
        r.hash,
        coalesce((
          select b.doc from revision b
          where b.tenant = r.tenant and b.kind = r.kind and b.resource = r.resource
            and b.number < r.number
          order by b.number desc limit 1), '') as doc_before
      from revision r
      """;
  private static final String CHOSEN =
      " and (:kind = '' or r.kind = :kind) and (:resource = 0 or r.resource = :resource)";
  private static final String DOWN =
      " and r.number < :number" + CHOSEN + " order by r.number desc limit :limit";
  private static final String UP =
      " and r.number > :number" + CHOSEN + " order by r.number limit :limit";
  private static final String OWN = SELECT + " where r.tenant = :tenant";
  private static final String ALL = SELECT + " where :tenant = 0";
  private static final String OWN_DOWN = OWN + DOWN;
  private static final String OWN_UP = OWN + UP;
  private static final String ALL_DOWN = ALL + DOWN;
  private static final String ALL_UP = ALL + UP;

  private RecordRows() {}

  static List<Recorded> before(Handle db, Revisions.Wanted wanted, long number, int limit) {
    return read(db.createQuery(wanted.house() ? ALL_DOWN : OWN_DOWN), wanted, number, limit);
  }

  static List<Recorded> after(Handle db, Revisions.Wanted wanted, long number, int limit) {
    return read(db.createQuery(wanted.house() ? ALL_UP : OWN_UP), wanted, number, limit);
  }

  private static List<Recorded> read(Query query, Revisions.Wanted wanted, long number, int limit) {
    var page = new ArrayList<Recorded>();
    int text = 0;
    try (var rows =
        query
            .bind("tenant", wanted.tenant().value())
            .bind("kind", wanted.kind())
            .bind("resource", wanted.resource())
            .bind("number", number)
            .bind("limit", limit)
            .map((row, context) -> recorded(row))
            .iterator()) {
      while (text < MOST_TEXT && rows.hasNext()) {
        Recorded next = rows.next();
        text += next.before().length() + next.revision().doc().length();
        page.add(next);
      }
    }
    return page;
  }

  private static Recorded recorded(ResultSet row) throws SQLException {
    return new Recorded(
        RevisionRows.revision(row),
        row.getString("doc_before"),
        HexFormat.of().formatHex(row.getBytes("hash")));
  }
}
