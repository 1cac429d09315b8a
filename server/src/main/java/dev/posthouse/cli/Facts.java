package dev.posthouse.cli;

import java.util.ArrayList;
import java.util.List;

/// One thing and what is known of it, a line each; what is empty is left out.
final class Facts {
  private static final String BETWEEN = "  ";
  private final Desk desk;
  private final List<String[]> facts = new ArrayList<>();

  Facts(Desk desk) {
    this.desk = desk;
  }

  /// @param key of the words for it
  Facts fact(String key, String value) {
    if (!value.isEmpty()) {
      facts.add(new String[] {desk.words().say(key), value});
    }
    return this;
  }

  Facts time(String key, String time) {
    return fact(key, Moments.shown(time, desk.shell().zone()));
  }

  void print() {
    int widest = facts.stream().mapToInt(fact -> Width.of(fact[0])).max().orElse(0);
    for (String[] fact : facts) {
      String indent = " ".repeat(widest) + BETWEEN;
      String value = fact[1].stripTrailing().replace("\n", "\n" + indent);
      desk.print(Width.pad(fact[0], widest) + BETWEEN + value);
    }
  }
}
