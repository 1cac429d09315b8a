package dev.posthouse.store;

/// The one statement that differs most between the databases: taking an endpoint's due work.
/// Parameters: endpoint, due until, own epoch, the time by which leases run unless it is the
/// database's, limit, then the largest payload to bring along.
///
/// @param claims whether the statement takes the database's time, and writes the epoch, which is
///   then a parameter three times more after the limit
record FetchSql(String text, boolean claims) {
  /// What PostgreSQL's clock showed when the statement began, in microseconds.
  static final String DATABASE_TIME =
      "cast(extract(epoch from statement_timestamp()) * 1000000 as bigint)";

  private static final String RESULT =
      """
      w.event, w.id, w.tenant, w.endpoint, w.subscription, w.revision, w.scheduled, w.attempts,
      w.counted, w.extra, w.owner, w.mark,
      e.source, e.source_id, e.type, e.subject, e.time, e.organisation, e.actor, e.extensions,
      e.accepted, e.route_table, e.content_type, e.schema_version, e.decisions, e.headers,
      case when length(e.data) <= ? then e.data end as data
      """;

  private static final String COLUMNS =
      """
      event, id, tenant, endpoint, subscription, revision, due, scheduled, attempts, counted, extra,
        owner, mark
      """;

  private static final String CHOOSE =
      "select "
          + COLUMNS
          + """
          from waiting
          where endpoint = ? and due <= ?
            and (owner in (0, ?)
              or not exists (select 1 from node n where n.epoch = owner and n.lease_until > ?))
          order by due, event, id
          limit ?
          """;

  private static final String EVENTS =
      " from w join event e on e.id = w.event order by w.due, w.event, w.id";

  /// One process owns the file: a fetch only reads.
  static final FetchSql READ =
      new FetchSql("with w as (" + CHOOSE + ") select " + RESULT + EVENTS, false);

  /// Several nodes: a fetch skips what another is taking, and writes its epoch where that is not
  /// written yet. Arrays of one value leave no plan but to look each row up in an index: with `=`
  /// all of the table, if that was empty when it was last analyzed, is joined instead.
  static final FetchSql CLAIM =
      new FetchSql(
          "with found as ("
              + CHOOSE.replace("lease_until > ?", "lease_until > " + DATABASE_TIME)
              + " for update skip locked), claimed as ("
              + """
              update waiting set owner = ? from found
              where found.owner <> ?
                and waiting.event = any (array[found.event]) and waiting.id = any (array[found.id])
                and waiting.endpoint = any (array[found.endpoint])
                and waiting.due = any (array[found.due])
              """
              + "returning "
              + COLUMNS.replaceAll("\\w+", "waiting.$0")
              + "), w as (select * from found where owner = ? union all select * from claimed) select "
              + RESULT
              + EVENTS,
          true);
}
