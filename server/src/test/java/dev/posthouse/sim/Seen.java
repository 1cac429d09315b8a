package dev.posthouse.sim;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.OpenDelivery.Mark;
import java.time.Instant;

/// How the tables show one delivery: its row of open work, its row as a final one, or both while
/// manual attempts of a final one are wanted.
///
/// @param open whether there is a row of open work; the six after it are that row's
/// @param due when the schedule wants the next attempt
/// @param now whether the row says that it is due at once
/// @param end state and reason of the final row; empty if there is none
/// @param endedWith the number of attempts that the final row tells
public record Seen(
    EndpointId endpoint,
    boolean open,
    int attempts,
    int counted,
    int extra,
    Mark mark,
    Instant due,
    boolean now,
    String end,
    int endedWith) {

  public static Seen open(
      EndpointId endpoint, int attempts, int counted, int extra, Mark mark, Instant due) {
    return new Seen(endpoint, true, attempts, counted, extra, mark, due, extra > 0, "", 0);
  }

  public static Seen ended(EndpointId endpoint, String end, int with) {
    return new Seen(endpoint, false, 0, 0, 0, Mark.NONE, Instant.EPOCH, false, end, with);
  }

  /// The same, but due at once though nobody wants that, or not though somebody does.
  public Seen contradicted() {
    return new Seen(endpoint, open, attempts, counted, extra, mark, due, !now, end, endedWith);
  }

  /// The same with a final row beside it.
  public Seen with(Seen ended) {
    return new Seen(
        endpoint, true, attempts, counted, extra, mark, due, now, ended.end(), ended.endedWith());
  }

  boolean manual() {
    return extra > 0;
  }

  @Override
  public String toString() {
    String row =
        "open attempts=%d counted=%d extra=%d mark=%s due=%s"
            .formatted(attempts, counted, extra, mark, due);
    return (open ? row : "") + (open && !end.isEmpty() ? ", " : "") + ended();
  }

  private String ended() {
    return end.isEmpty() ? "" : "%s after %d".formatted(end, endedWith);
  }
}
