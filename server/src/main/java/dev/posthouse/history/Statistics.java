package dev.posthouse.history;

import dev.posthouse.event.TenantId;
import dev.posthouse.history.StatFilter.Step;
import dev.posthouse.store.Ledger;
import dev.posthouse.store.StatRollUp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// What was accepted, delivered, failed and tried, by time, endpoint, subscription and type.
public final class Statistics {
  /// Lines of one answer.
  public static final int MOST = 10_000;

  private final Ledger ledger;
  private final InstantSource clock;

  public Statistics(Ledger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /// From when on counts of this step are kept.
  public Instant kept(Step step) {
    Duration keeps =
        switch (step) {
          case MINUTE -> StatRollUp.MINUTES;
          case HOUR -> StatRollUp.HOURS;
          case DAY -> StatRollUp.DAYS;
        };
    return clock.instant().minus(keeps);
  }

  /// In order of time, then of the group; lines of which nothing was counted are not there. One
  /// more than [#MOST] if there are more.
  public List<StatLine> lines(TenantId tenant, StatFilter filter) {
    return ledger.read(db -> new StatQuery(tenant, filter).lines(db, MOST));
  }
}
