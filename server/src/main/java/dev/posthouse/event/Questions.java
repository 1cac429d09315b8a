package dev.posthouse.event;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What only the ledger can decide about an event, at the moment of appending it.
///
/// @param asOf to be held against the newest one known of its subject; null if nobody asks
/// @param unlessStale the deliveries that an event which comes too late does not cause
/// @param comparisons of its data with what is remembered of its subject
public record Questions(
    @Nullable Instant asOf, Set<DeliveryId> unlessStale, List<Comparison> comparisons) {
  public static final Questions NONE = new Questions(null, Set.of(), List.of());

  public Questions {
    unlessStale = Set.copyOf(unlessStale);
    comparisons = List.copyOf(comparisons);
  }

  public Questions asOf(Instant moment) {
    return new Questions(moment, unlessStale, comparisons);
  }

  /// This, with a delivery that is not wanted of an event that comes too late; without a moment to
  /// go by none does.
  public Questions unlessStale(DeliveryId delivery) {
    if (asOf == null) {
      return this;
    }
    var more = new HashSet<>(unlessStale);
    more.add(delivery);
    return new Questions(asOf, more, comparisons);
  }

  public Questions with(List<Comparison> asked) {
    return asked.isEmpty() ? this : new Questions(asOf, unlessStale, asked);
  }

  public boolean none() {
    return asOf == null && comparisons.isEmpty();
  }
}
