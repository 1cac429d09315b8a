package dev.posthouse.cli;

import dev.posthouse.event.AttemptReport;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.Verdict;
import java.time.Duration;
import java.time.Instant;

/// One attempt, as a live view shows it.
///
/// @param end what became of it
/// @param status what was answered, or what happened instead
/// @param until when the next attempt is made; the epoch where there is none
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
  }

  /// @param ended when the attempt was over
  public static Passing of(
      AttemptReport report, Verdict verdict, String type, String endpoint, Instant ended) {
    End end =
        switch (verdict) {
          case Verdict.Done d -> End.DELIVERED;
          case Verdict.Retry r -> End.AGAIN;
          case Verdict.Failed f -> End.FAILED;
        };
    return new Passing(
        ended,
        type,
        endpoint,
        end,
        status(report.outcome()),
        report.timings().total(),
        report.number(),
        verdict instanceof Verdict.Retry(Instant due) ? due : Instant.EPOCH,
        verdict instanceof Verdict.Failed(Verdict.Reason reason) ? reason.word() : "");
  }

  private static String status(Outcome outcome) {
    return outcome instanceof Outcome.Answered answer
        ? Integer.toString(answer.status())
        : outcome.kind();
  }
}
