package dev.posthouse.cli;

import java.time.Duration;
import java.time.Instant;

/// One attempt, as a live view shows it.
///
/// @param end what became of it
/// @param status what was answered, or what happened instead
/// @param until when the next attempt is made; the epoch where that is not known
/// @param reason why there is none, where it failed
public record Passing(
    Instant time,
    String type,
    String endpoint,
    End end,
    String status,
    Duration took,
    int number,
    Instant until,
    String reason) {
  /// How an attempt ends for its delivery.
  public enum End {
    DELIVERED(Paint.GREEN),
    AGAIN(Paint.YELLOW),
    FAILED(Paint.RED);

    final Paint paint;

    End(Paint paint) {
      this.paint = paint;
    }

    /// @param status that was answered, 0 for none
    /// @param state of the delivery by now: a later attempt may have ended it
    public static End of(int status, String state) {
      return switch (state) {
        case "delivered" -> status / 100 == 2 ? DELIVERED : AGAIN;
        case "failed", "cancelled" -> FAILED;
        default -> AGAIN;
      };
    }
  }
}
