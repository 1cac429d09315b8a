package dev.posthouse;

import dev.posthouse.store.StoreException;
import dev.posthouse.web.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.function.BooleanSupplier;

/// Whether events are taken at present, and if not, why.
record Health(App app, BooleanSupplier stopping) {
  /// Open to everybody, so the rest is in the log.
  private static final String BEHIND =
      ": what was configured on another node cannot be read here; the log says why. All nodes of a"
          + " database need the same version and the same POSTHOUSE_SECRET_KEY";

  Readiness now() {
    var reasons = new ArrayList<Readiness.Reason>();
    if (stopping.getAsBoolean()) {
      reasons.add(new Readiness.Reason("stopping", "the server is stopping"));
    }
    app.ledger
        .outage()
        .map(o -> new Readiness.Reason(o.reason().code(), "since " + o.since() + ": " + o.why()))
        .ifPresent(reasons::add);
    app.journal
        .behind()
        .map(since -> new Readiness.Reason("configuration_behind", "since " + since + BEHIND))
        .ifPresent(reasons::add);
    app.ledger.crowded().map(why -> new Readiness.Reason("disk_full", why)).ifPresent(reasons::add);
    return new Readiness(reasons, lag(reasons));
  }

  /// The age of the oldest open delivery.
  private Duration lag(ArrayList<Readiness.Reason> reasons) {
    try {
      Instant now = app.around.clock().instant();
      return app.ledger.oldestOpen().map(t -> Duration.between(t, now)).orElse(Duration.ZERO);
    } catch (StoreException e) {
      reasons.add(new Readiness.Reason("database", String.valueOf(e.getMessage())));
      return Duration.ZERO;
    }
  }
}
