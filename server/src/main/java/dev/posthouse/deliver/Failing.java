package dev.posthouse.deliver;

import dev.posthouse.config.HealthPolicy;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Since when an endpoint has done nothing but fail, and whether that is on record. Guarded by its
/// lane's lock.
///
/// Deliveries of notices are left out: whether an endpoint takes them says nothing here, so no
/// notice can lead to more notices.
final class Failing {
  /// So many failures in a row, over so long a time, are no accident.
  static final int FAILURES = 3;

  static final Duration LASTING = Duration.ofMinutes(1);

  /// What is to be put on record.
  sealed interface News {
    record Fails(Instant since, int failures, String lastError) implements News {}

    record Recovers(Instant since) implements News {}

    /// It has done nothing but fail for as long as it may.
    record Hopeless() implements News {}
  }

  private Instant since = Instant.MAX;
  private int failures;
  private String lastError = "";

  /// The last attempt was a success, or there was none.
  private boolean well = true;

  private boolean recorded;
  private Instant recordedSince = Instant.MAX;

  /// Somebody is putting on record what is not yet.
  private boolean telling;

  void good() {
    since = Instant.MAX;
    failures = 0;
    well = true;
  }

  void bad(String error, Instant now) {
    since = since.isBefore(now) ? since : now;
    failures++;
    lastError = error;
    well = false;
  }

  /// What is to be put on record now; null if nothing is. Whoever takes it says later whether it is
  /// [#told] or [#untold].
  @Nullable News news(HealthPolicy policy, Instant now) {
    if (telling) {
      return null;
    }
    News news = recorded ? end(policy, now) : beginning(now);
    telling = news != null;
    return news;
  }

  private @Nullable News beginning(Instant now) {
    boolean lasting = failures >= FAILURES && !since.plus(LASTING).isAfter(now);
    return lasting ? new News.Fails(since, failures, lastError) : null;
  }

  private @Nullable News end(HealthPolicy policy, Instant now) {
    if (well) {
      return new News.Recovers(recordedSince);
    }
    boolean hopeless =
        policy
            .disableAfter()
            .map(patience -> !recordedSince.plus(patience).isAfter(now))
            .orElse(false);
    return hopeless ? new News.Hopeless() : null;
  }

  void told(News news) {
    telling = false;
    switch (news) {
      case News.Fails fails -> record(fails.since());
      case News.Recovers recovers -> recorded = false;
      case News.Hopeless hopeless -> {}
    }
  }

  /// It could not be put on record: what follows the next attempt is news again.
  void untold() {
    telling = false;
  }

  private void record(Instant from) {
    recorded = true;
    recordedSince = from;
  }

  /// It was on record when the process started.
  void restore(Instant from) {
    record(from);
    since = from;
    well = false;
  }

  /// Nothing is on record of it any more.
  void forget() {
    recorded = false;
    good();
  }

  boolean recorded() {
    return recorded;
  }

  /// `Instant.MAX` if it is not failing.
  Instant since() {
    return recorded ? recordedSince : since;
  }
}
