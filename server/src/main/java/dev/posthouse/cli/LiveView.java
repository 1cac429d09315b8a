package dev.posthouse.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Attempts as they pass, a line each, in columns that stay where they are.
public final class LiveView {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final String BETWEEN = "  ";
  private static final int TOOK = 6;

  /// Of time, event and endpoint; of the status. With the rest it is 80, as wide as terminals are.
  private static final int[] BEGIN = {8, 21, 13};

  private static final int STATUS = 7;
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final Duration IN_SECONDS = Duration.ofSeconds(1);

  private final Shell shell;
  private final Words words;

  public LiveView(Shell shell) {
    this.shell = shell;
    this.words = Words.of(shell.variables());
  }

  public void head() {
    String begin =
        begin(words.say("live.time"), words.say("live.event"), words.say("live.endpoint"));
    String status = Width.pad(words.say("live.status"), STATUS);
    String took = Width.padLeft(words.say("live.took"), TOOK);
    String end = String.join(BETWEEN, status, took, "#", words.say("live.next"));
    print(Paint.BOLD, begin + end);
  }

  public void attempt(Passing attempt) {
    String end =
        pad(status(attempt.status()), STATUS)
            + BETWEEN
            + Width.padLeft(took(attempt.took()), TOOK)
            + BETWEEN
            + attempt.number()
            + BETWEEN
            + next(attempt);
    String begin = begin(time(attempt.time()), attempt.type(), attempt.endpoint());
    shell.out().println(begin + painted(attempt.end().paint, end));
    shell.out().flush();
  }

  /// An event that caused no delivery, and how to learn why.
  public void unsent(Instant time, String type, String event) {
    print(
        Paint.DIM,
        begin(time(time), type, "–").stripTrailing() + " " + words.say("live.nowhere", event));
  }

  private String next(Passing attempt) {
    return switch (attempt.end()) {
      case DELIVERED -> words.say("live.delivered");
      case AGAIN -> again(attempt);
      case FAILED -> words.say("live.failed", attempt.reason());
    };
  }

  private String again(Passing attempt) {
    return attempt.until().isAfter(attempt.time())
        ? again(seconds(Duration.between(attempt.time(), attempt.until())))
        : words.say("live.later");
  }

  /// In the unit that people would take.
  private String again(long seconds) {
    if (seconds < 2 * MINUTE) {
      return words.say("live.again", seconds);
    }
    return seconds < 2 * HOUR
        ? words.say("live.again.minutes", Math.round((double) seconds / MINUTE))
        : words.say("live.again.hours", Math.round((double) seconds / HOUR));
  }

  private String time(Instant time) {
    return TIME.format(time.atZone(shell.zone()));
  }

  /// `12 ms`, `1.6 s`.
  static String took(Duration time) {
    return time.compareTo(IN_SECONDS) < 0
        ? time.toMillis() + " ms"
        : "%.1f s".formatted(time.toMillis() / 1_000.0);
  }

  /// Rounded, as people speak of what is to come; never less than one.
  private static long seconds(Duration time) {
    return Math.max(1, Math.round(time.toMillis() / 1_000.0));
  }

  private String status(String status) {
    return words.has("live." + status) ? words.say("live." + status) : status;
  }

  private static String begin(String... cells) {
    var line = new StringBuilder();
    for (int i = 0; i < BEGIN.length; i++) {
      line.append(pad(cells[i], BEGIN[i])).append(BETWEEN);
    }
    return line.toString();
  }

  private static String pad(String cell, int columns) {
    String harmless = Width.harmless(cell).replace('\n', ' ');
    return Width.pad(Width.cut(harmless, columns), columns);
  }

  private void print(Paint paint, String line) {
    shell.out().println(painted(paint, line));
    shell.out().flush();
  }

  /// Colour carries nothing that the words do not.
  private String painted(Paint paint, String text) {
    return Paint.wanted(shell) ? paint.on(text) : text;
  }
}
