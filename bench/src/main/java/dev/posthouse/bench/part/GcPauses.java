package dev.posthouse.bench.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long garbage collections stopped the server, from its own log.
public record GcPauses(int count, double totalMillis, double longestMillis) {
  private static final Pattern PAUSE = Pattern.compile("\\bPause .* ([0-9.]+)ms$");

  static GcPauses read(Path log) {
    try {
      return Files.exists(log) ? parse(Files.readString(log)) : new GcPauses(0, 0, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static GcPauses parse(String text) {
    int count = 0;
    double total = 0;
    double longest = 0;
    for (String line : text.lines().toList()) {
      Matcher pause = PAUSE.matcher(line);
      if (pause.find()) {
        double millis = Double.parseDouble(pause.group(1));
        count++;
        total += millis;
        longest = Math.max(longest, millis);
      }
    }
    return new GcPauses(count, total, longest);
  }

  /// Those that came after `before`; the longest is of all.
  public GcPauses since(GcPauses before) {
    return new GcPauses(count - before.count, totalMillis - before.totalMillis, longestMillis);
  }
}
