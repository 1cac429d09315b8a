package dev.posthouse.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What a look at the house has found, in the order of looking.
final class Findings {
  private final Desk desk;
  private final List<Finding> all = new ArrayList<>();

  Findings(Desk desk) {
    this.desk = desk;
  }

  /// How it is, from fine to bad.
  enum Grade {
    FINE("fine", "✓", Paint.GREEN),
    CARE("care", "!", Paint.YELLOW),
    BAD("bad", "✗", Paint.RED);

    final String word;
    final String mark;
    final Paint paint;

    Grade(String word, String mark, Paint paint) {
      this.word = word;
      this.mark = mark;
      this.paint = paint;
    }
  }

  /// @param check what was looked at, the same in every language
  /// @param advice what to do; empty for nothing
  record Finding(String check, Grade grade, String text, String advice) {}

  void fine(String check, Object... values) {
    add(check, Grade.FINE, say(check + ".fine", values), "");
  }

  /// @param what which of the things that can be said of it
  void care(String check, String what, Object... values) {
    add(
        check,
        Grade.CARE,
        say(check + "." + what, values),
        say(check + "." + what + ".do", values));
  }

  void bad(String check, String what, Object... values) {
    add(check, Grade.BAD, say(check + "." + what, values), say(check + "." + what + ".do", values));
  }

  /// In words that are there already.
  void bad(String check, String text) {
    add(check, Grade.BAD, text, "");
  }

  /// A text need not name all values; what to do, none.
  private String say(String key, Object... values) {
    String whole = "doctor." + key;
    return desk.words().has(whole) ? desk.words().say(whole, values) : "";
  }

  private void add(String check, Grade grade, String text, String advice) {
    all.add(new Finding(check, grade, text, advice));
  }

  List<Finding> all() {
    return List.copyOf(all);
  }

  Grade worst() {
    return all.stream().map(Finding::grade).max(Comparator.naturalOrder()).orElse(Grade.FINE);
  }

  long count(Grade grade) {
    return all.stream().filter(finding -> finding.grade() == grade).count();
  }
}
