package dev.posthouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.event.Header;
import dev.posthouse.event.Outcome;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/// How a receiver treats a request: what comes of it, after how long. One that takes longer than
/// the sender is willing to wait has timed out.
@NullMarked
record Manner(String name, Outcome outcome, Duration after) {
  private static final Duration FOR_EVER = Duration.ofDays(10_000);

  static Manner answers(int status, Header... headers) {
    var answer = new Outcome.Answered(status, List.of(headers), "ok".getBytes(UTF_8), 2);
    return new Manner(Integer.toString(status), answer, Duration.ZERO);
  }

  static Manner refuses() {
    return new Manner("refuses", new Outcome.Unreachable("connection refused"), Duration.ZERO);
  }

  /// The sender itself throws.
  static Manner breaks() {
    return new Manner(
        "breaks", new Outcome.Unsent(Outcome.Reason.DEFECT, "the network broke"), Duration.ZERO);
  }

  static Manner hangs() {
    return answers(200).slowly(FOR_EVER);
  }

  static Manner asksToWait(int status, int seconds) {
    return answers(status, new Header("retry-after", Integer.toString(seconds)));
  }

  Manner slowly(Duration time) {
    return new Manner(name + "/" + time, outcome, time);
  }
}
