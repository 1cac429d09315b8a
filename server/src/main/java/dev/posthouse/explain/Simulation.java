package dev.posthouse.explain;

import dev.posthouse.config.Sight;
import dev.posthouse.config.Subscription;
import dev.posthouse.config.Watch;
import dev.posthouse.event.Decision;
import dev.posthouse.store.Remembered;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a subscription that watches for changes would find in events that come one after the other,
/// and remember meanwhile. Reads what is stored, at most, and writes nothing. For one thread.
final class Simulation {
  private final Function<byte[], Optional<Remembered>> stored;
  private final Map<ByteBuffer, Optional<Remembered>> since = new HashMap<>();

  /// @param stored what is remembered of a subject to begin with
  Simulation(Function<byte[], Optional<Remembered>> stored) {
    this.stored = stored;
  }

  /// One before which nothing is known.
  static Simulation anew() {
    return new Simulation(subject -> Optional.empty());
  }

  /// For the next event.
  ///
  /// @param asOf the moment whose state it shows; null if nobody said
  Standing.Comparing next(@Nullable Instant asOf) {
    return (subscription, event) -> decide(subscription, event, asOf);
  }

  private Optional<Decision> decide(
      Subscription subscription, Sight event, @Nullable Instant asOf) {
    Watch watch = subscription.conditions().watch();
    if (watch == null) {
      return Optional.empty();
    }
    if (!watch.compares()) {
      return Optional.of(event.told(subscription, watch));
    }
    Watch.Asked asked = event.ask(subscription, watch, asOf);
    var subject = ByteBuffer.wrap(asked.subject());
    Optional<Remembered> known =
        since.computeIfAbsent(subject, unseen -> stored.apply(asked.subject()));
    Watch.Foreseen foreseen = watch.foresee(subscription.id(), asked, event.type(), known);
    since.put(subject, foreseen.remembered());
    return Optional.of(foreseen.decision());
  }
}
