package dev.posthouse.rule;

import dev.posthouse.event.Event;
import java.util.List;

/// A compiled condition on an event. SKELETON: being written.
public final class Filter {
  private Filter() {}

  /// @throws dev.posthouse.event.Invalid with one flaw for each faulty text, pointers `/filter` or
  ///   `/filter/0`, position in the message
  public static Filter compile(List<String> texts) {
    throw new UnsupportedOperationException();
  }

  public sealed interface Result {
    record Passed() implements Result {}

    /// `text` is the item of the filter that said no; `reason` says why, with the value seen.
    record Rejected(String text, String reason) implements Result {}
  }

  public Result test(Event event) {
    throw new UnsupportedOperationException();
  }
}
