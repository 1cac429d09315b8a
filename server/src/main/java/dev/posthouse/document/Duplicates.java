package dev.posthouse.document;

import java.util.HashMap;
import java.util.Map;

/// Finds keys that stand twice in one group.
final class Duplicates {
  private Duplicates() {}

  static void find(Node node, String pointer, Findings findings) {
    switch (node) {
      case Node.Scalar scalar -> {}
      case Node.Items items -> {
        for (int i = 0; i < items.items().size(); i++) {
          find(items.items().get(i), pointer + "/" + i, findings);
        }
      }
      case Node.Entries entries -> find(entries, pointer, findings);
    }
  }

  private static void find(Node.Entries entries, String pointer, Findings findings) {
    Map<String, Mark> seen = new HashMap<>();
    for (Node.Entry entry : entries.entries()) {
      String name = entry.key().text();
      String place = Pointers.child(pointer, name);
      Mark first = seen.putIfAbsent(name, entry.key().mark());
      if (first != null) {
        findings.add(
            entry.key().mark(),
            place,
            "the key `%s` stands in line %d already; keep one of them"
                .formatted(name, first.line()));
      }
      find(entry.value(), place, findings);
    }
  }
}
