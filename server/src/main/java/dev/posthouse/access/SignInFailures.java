package dev.posthouse.access;

import dev.posthouse.net.ClientNetwork;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Tasks;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;

/// How often somebody showed no key that is good where it was shown: one row for each address and
/// minute. Counted in memory and stored now and then, so that nobody can write by knocking.
public final class SignInFailures {
  public static final Duration KEPT = Duration.ofDays(30);

  /// Addresses that are told apart at a time; what comes from others is counted together.
  private static final int MOST_ADDRESSES = 1_000;

  /// What others are counted under.
  private static final String OTHERS = "";

  private static final int MILLIS_A_MINUTE = 60_000;

  private final Ledger ledger;
  private final Tasks tasks;
  private final InstantSource clock;
  private final Map<Key, AtomicLong> counts = new ConcurrentHashMap<>();

  public SignInFailures(Ledger ledger, Tasks tasks, InstantSource clock) {
    this.ledger = ledger;
    this.tasks = tasks;
    this.clock = clock;
  }

  /// @param minute since 1970
  private record Key(long minute, String address) {}

  /// @param minute its beginning
  /// @param address of IPv6 its network of 64 bits; empty for those that were not told apart
  public record Row(Instant minute, String address, long failures) {}

  /// Notes what became of what somebody showed. To show nothing is no attempt to get in.
  public void note(Authentication said, Shown shown) {
    boolean failed =
        switch (said) {
          case Authentication.Granted granted -> false;
          case Authentication.Refused refused -> !shown.bearer().isEmpty();
          case Authentication.BadToken bad -> true;
          case Authentication.Elsewhere elsewhere -> true;
          case Authentication.NoAccess none -> true;
          case Authentication.UnknownTenant unknown -> false;
          case Authentication.Undecided undecided -> false;
        };
    if (failed) {
      count(shown.from());
    }
  }

  private void count(InetAddress from) {
    long minute = clock.millis() / MILLIS_A_MINUTE;
    var key = new Key(minute, ClientNetwork.of(from).toString());
    AtomicLong known = counts.get(key);
    if (known == null) {
      key = counts.size() < MOST_ADDRESSES ? key : new Key(minute, OTHERS);
      known = counts.computeIfAbsent(key, k -> new AtomicLong());
    }
    known.incrementAndGet();
  }

  /// Stores what was counted since, and forgets what is older than [#KEPT].
  public void store() throws InterruptedException {
    var taken = new ArrayList<Map.Entry<Key, Long>>();
    for (Key key : List.copyOf(counts.keySet())) {
      AtomicLong count = counts.remove(key);
      if (count != null) {
        taken.add(Map.entry(key, count.get()));
      }
    }
    long oldest = clock.instant().minus(KEPT).toEpochMilli() / MILLIS_A_MINUTE;
    if (!taken.isEmpty()) {
      int _ = tasks.await(ledger.change(db -> write(db, taken, oldest)));
    }
  }

  private static int write(Handle db, List<Map.Entry<Key, Long>> taken, long oldest) {
    var batch =
        db.prepareBatch(
            """
            insert into sign_in_failure (minute, address, failures)
            values (:minute, :address, :failures)
            on conflict (minute, address)
              do update set failures = sign_in_failure.failures + excluded.failures
            """);
    taken.forEach(one ->
        batch
            .bind("minute", one.getKey().minute())
            .bind("address", one.getKey().address())
            .bind("failures", one.getValue())
            .add());
    batch.execute();
    return db.createUpdate("delete from sign_in_failure where minute < :oldest")
        .bind("oldest", oldest)
        .execute();
  }

  /// Newest first: the stored ones of `minute` without its first `skip`, and of earlier minutes.
  ///
  /// @param minute since 1970
  public List<Row> page(long minute, long skip, int limit) {
    return ledger.read(db ->
        db.createQuery(
                """
                select minute, address, failures from sign_in_failure where minute <= :minute
                order by minute desc, address limit :limit offset :skip
                """)
            .bind("minute", minute)
            .bind("limit", limit)
            .bind("skip", skip)
            .map((row, context) ->
                new Row(
                    Instant.ofEpochMilli(row.getLong("minute") * MILLIS_A_MINUTE),
                    row.getString("address"),
                    row.getLong("failures")))
            .list());
  }

  /// What [#page] counts minutes by.
  public static long minute(Row row) {
    return row.minute().toEpochMilli() / MILLIS_A_MINUTE;
  }
}
