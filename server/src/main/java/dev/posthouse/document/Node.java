package dev.posthouse.document;

import java.util.List;

/// A document as a tree that knows where each part of it stands: what every reader makes, whatever
/// the form of the text.
sealed interface Node {
  Mark mark();

  /// @param plain written without quotes, so that it may mean a number, true, false or nothing
  record Scalar(String text, boolean plain, Mark mark) implements Node {}

  /// @param flow written in brackets, as `[a, b]`
  record Items(List<Node> items, boolean flow, Mark mark) implements Node {
    public Items {
      items = List.copyOf(items);
    }
  }

  record Entries(List<Entry> entries, Mark mark) implements Node {
    public Entries {
      entries = List.copyOf(entries);
    }
  }

  record Entry(Scalar key, Node value) {}

  /// For messages.
  default String kind() {
    return switch (this) {
      case Scalar scalar -> "a single value";
      case Items items -> "a list";
      case Entries entries -> "a group of keys";
    };
  }

  /// Whether nothing is written here: a key without a value, `~` or `null`.
  default boolean isNothing() {
    return this instanceof Scalar scalar && scalar.plain() && Plain.isNothing(scalar.text());
  }
}
