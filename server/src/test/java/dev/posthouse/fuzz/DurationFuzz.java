package dev.posthouse.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.deliver.Pauses;
import dev.posthouse.document.SaidForms;
import dev.posthouse.json.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Texts as durations, in forms and in documents, and as the `Retry-After` of a receiver.
public final class DurationFuzz {
  private static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");

  private DurationFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, UTF_8);
    Texts.read(() -> Durations.parse(SaidForms.duration(text))).ifPresent(DurationFuzz::check);
    Optional<Instant> until = Bounded.timed(() -> Pauses.until(text, NOW));
    until.ifPresent(time ->
        Bounded.require(
            time.isAfter(NOW) && !time.isAfter(NOW.plus(Pauses.MOST)), "a pause until " + time));
  }

  /// What is written is read again as the same, in every language.
  private static void check(Duration duration) {
    Bounded.require(!duration.isNegative(), "a negative duration");
    String form = Durations.format(duration);
    Duration written = duration.truncatedTo(ChronoUnit.MILLIS);
    Bounded.require(Durations.parse(form).equals(written), duration + " is written " + form);
    for (String said : SaidForms.durations(form)) {
      Bounded.require(
          Durations.parse(SaidForms.duration(said)).equals(written), form + " is said " + said);
    }
  }
}
