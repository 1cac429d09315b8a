package dev.posthouse.work;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/// At most `starts` starts in any sliding window, no burst above it. Written `100/min`.
public record Rate(int starts, Duration window) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,7}) ?/ ?([a-z]+)");
  private static final Map<String, Duration> WINDOWS =
      Map.of(
          "s", Duration.ofSeconds(1),
          "sec", Duration.ofSeconds(1),
          "second", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "min", Duration.ofMinutes(1),
          "minute", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "hour", Duration.ofHours(1));

  /// @throws IllegalArgumentException with an example if it is not a rate
  public static Rate parse(String text) {
    var form = FORM.matcher(text.strip());
    if (form.matches()) {
      Duration window = WINDOWS.get(form.group(2));
      int starts = Integer.parseInt(form.group(1));
      if (window != null && starts > 0) {
        return new Rate(starts, window);
      }
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is not a rate; write 10/s, 100/min or 5000/h");
  }

  /// How many start in a second: at least one, however slow it is, and at most `most`.
  public int inASecond(int most) {
    return Math.clamp(starts / Math.max(1, window.toSeconds()), 1, most);
  }

  /// How long this many starts take.
  public Duration timeOf(int count) {
    return window.multipliedBy(count).dividedBy(starts);
  }

  /// The form that [#parse] reads.
  public String text() {
    long seconds = window.toSeconds();
    return starts + (seconds == 1 ? "/s" : seconds == 60 ? "/min" : "/h");
  }
}
