package dev.posthouse.event;

import java.time.Instant;

/// One row of the open work: a delivery that is not final, or a final one with a manual retry to
/// run.
///
/// @param pin the subscription and the revision of it that makes the payload
/// @param due when the schedule wants the next attempt
/// @param attempts the number of the last attempt, 0 before the first
/// @param counted how many of them the schedule counts (manual retries do not)
/// @param extra manual attempts still wanted; while positive it is due at once
/// @param owner the epoch that the row names, 0 when it is free
/// @param mark what else the row says
public record OpenDelivery(
    DeliveryId id,
    TenantId tenant,
    EndpointId endpoint,
    Pin pin,
    Instant due,
    int attempts,
    int counted,
    int extra,
    long owner,
    Mark mark) {

  /// `AGAIN`: the delivery is final already, only manual attempts remain. `CANCEL`: it is to be
  /// cancelled instead of sent.
  public enum Mark {
    NONE(0),
    AGAIN(1),
    CANCEL(2);

    private final int code;

    Mark(int code) {
      this.code = code;
    }

    /// How the row says it.
    public int code() {
      return code;
    }

    public static Mark of(int code) {
      return switch (code) {
        case 0 -> NONE;
        case 1 -> AGAIN;
        case 2 -> CANCEL;
        default -> throw new IllegalArgumentException("no mark: " + code);
      };
    }
  }

  /// As it begins: due at once, tried never, free.
  public static OpenDelivery first(Event event, NewDelivery wanted, Instant due) {
    return new OpenDelivery(
        wanted.id(), event.tenant(), wanted.endpoint(), wanted.pin(), due, 0, 0, 0, 0, Mark.NONE);
  }

  public OpenDelivery ownedBy(long epoch) {
    return new OpenDelivery(id, tenant, endpoint, pin, due, attempts, counted, extra, epoch, mark);
  }

  /// With one manual attempt wanted of a final delivery.
  public OpenDelivery wantedAgain() {
    return new OpenDelivery(
        id, tenant, endpoint, pin, Instant.EPOCH, attempts, 0, 1, 0, Mark.AGAIN);
  }

  /// The same for one that goes with the others instead of before them.
  public OpenDelivery wantedAgain(Instant inTurn) {
    return new OpenDelivery(id, tenant, endpoint, pin, inTurn, attempts, 0, 1, 0, Mark.AGAIN);
  }

  /// Whether the next attempt is one that a person asked for.
  public boolean manual() {
    return extra > 0;
  }

  /// When the next attempt may start: at once for a manual one, unless it has a turn of its own.
  public Instant dueNow() {
    return manual() && mark != Mark.AGAIN ? Instant.EPOCH : due;
  }

  public EventId event() {
    return id.event();
  }
}
