package dev.posthouse.document;

import java.util.HashMap;
import java.util.Map;

/// Finds keys that stand twice in one group.
final class Duplicates {
  private Duplicates() {}

  static void find(Node root, Findings findings) {
    find(root, Place.top(root.mark()), findings);
  }

  private static void find(Node node, Place at, Findings findings) {
    switch (node) {
      case Node.Scalar scalar -> {}
      case Node.Items items -> {
        for (int i = 0; i < items.items().size(); i++) {
          Node item = items.items().get(i);
          find(item, at.child(String.valueOf(i), item.mark()), findings);
        }
      }
      case Node.Entries entries -> find(entries, at, findings);
    }
  }

  private static void find(Node.Entries entries, Place at, Findings findings) {
    Map<String, Mark> seen = new HashMap<>();
    for (Node.Entry entry : entries.entries()) {
      String name = entry.key().text();
      Place place = at.child(name, entry.key().mark());
      Mark first = seen.putIfAbsent(name, entry.key().mark());
      if (first != null) {
        findings.add(
            place.mark(),
            place.pointer(),
            "the key `%s` stands in line %d already; keep one of them"
                .formatted(name, first.line()));
      }
      find(entry.value(), place, findings);
    }
  }
}
