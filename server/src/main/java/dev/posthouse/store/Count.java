package dev.posthouse.store;

import dev.posthouse.event.State;

/// What statistics count, each a column of their tables.
public enum Count {
  ACCEPTED(0),
  UNMATCHED(1),
  /// Deliveries that were made.
  DELIVERIES(2),
  ATTEMPTS(3),
  DELIVERED(4),
  FAILED(5),
  CANCELLED(6),
  /// Of the data and headers of accepted events.
  BYTES(7);

  static final int ALL = values().length;

  private final int place;

  Count(int place) {
    this.place = place;
  }

  /// Among the columns that [StatRows#COUNTS] names.
  int place() {
    return place;
  }

  /// Whether events are counted; they belong to no endpoint and no subscription.
  public boolean ofEvents() {
    return this == ACCEPTED || this == UNMATCHED || this == BYTES;
  }

  /// What a delivery counts as that has ended so.
  static Count of(State end) {
    return switch (end) {
      case DELIVERED -> DELIVERED;
      case FAILED -> FAILED;
      case CANCELLED -> CANCELLED;
      case PENDING, RETRYING, HELD -> throw new IllegalArgumentException("not an end: " + end);
    };
  }
}
