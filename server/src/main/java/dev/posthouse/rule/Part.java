package dev.posthouse.rule;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A piece of a compiled template, which writes one JSON value, or a part of a text.
sealed interface Part {
  void write(Draft draft);

  /// What is made for one event.
  record Draft(EventView event, Scribe out, Set<String> missing) {
    Draft(EventView event) {
      this(event, new Scribe(), new LinkedHashSet<>());
    }
  }

  /// The same for every event.
  record Fixed(byte[] json) implements Part {
    @Override
    public void write(Draft draft) {
      draft.out().raw(json);
    }
  }

  /// A value that is copied; `null` where it is missing.
  record Copied(Reference reference) implements Part {
    @Override
    public void write(Draft draft) {
      Object value = reference.find(draft.event());
      if (value == null) {
        draft.missing().add(reference.toString());
        draft.out().ascii("null");
      } else {
        Values.write(draft.out(), value);
      }
    }
  }

  record Computed(Expression expression) implements Part {
    @Override
    public void write(Draft draft) {
      Values.write(draft.out(), value(draft));
    }

    Object value(Draft draft) {
      return switch (expression.evaluate(draft.event())) {
        case Expression.Value value -> value.value();
        case Expression.Failed failed -> throw new Unrenderable(failure(failed.reason().get()));
      };
    }

    private Words failure(Words reason) {
      String text = expression.text();
      return new Words("`" + text + "` could not be evaluated", "`" + text + "` 无法求值")
          .because(reason);
    }
  }

  /// A text with values in it; what is missing is empty.
  record Woven(List<Part> pieces) implements Part {
    @Override
    public void write(Draft draft) {
      draft.out().raw('"');
      pieces.forEach(piece -> weave(draft, piece));
      draft.out().raw('"');
    }

    private static void weave(Draft draft, Part piece) {
      switch (piece) {
        case Fixed text -> text.write(draft);
        case Computed computed -> Values.weave(draft.out(), computed.value(draft));
        case Copied copied -> {
          Object value = copied.reference().find(draft.event());
          if (value == null) {
            draft.missing().add(copied.reference().toString());
          } else {
            Values.weave(draft.out(), value);
          }
        }
        case Woven woven -> throw new IllegalStateException("a text within a text");
        case Fields fields -> throw new IllegalStateException("an object within a text");
        case Items items -> throw new IllegalStateException("a list within a text");
      }
    }
  }

  record Fields(List<Field> fields) implements Part {
    /// @param head the name, ready to be written: `{"id":` for the first, `,"total":` for others
    record Field(byte[] head, Part value) {}

    @Override
    public void write(Draft draft) {
      for (Field field : fields) {
        draft.out().raw(field.head());
        field.value().write(draft);
      }
      draft.out().raw('}');
    }
  }

  record Items(List<Part> items) implements Part {
    @Override
    public void write(Draft draft) {
      char before = '[';
      for (Part item : items) {
        draft.out().raw(before);
        before = ',';
        item.write(draft);
      }
      draft.out().raw(']');
    }
  }
}
