package dev.posthouse.document;

import dev.posthouse.event.Flaw;
import java.util.Collection;
import java.util.List;

/// A document that is refused as a whole, with everything that is wrong with it. No message repeats
/// the value of a placeholder.
public final class InvalidDocument extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient List<Flaw> flaws;

  private final transient List<String> missing;

  InvalidDocument(List<Flaw> flaws, Collection<String> missing) {
    super(flaws.size() + " flaws in a webhooks document");
    this.flaws = List.copyOf(flaws);
    this.missing = List.copyOf(missing);
  }

  public List<Flaw> flaws() {
    return flaws;
  }

  /// The placeholders that have no value, each once.
  public List<String> missing() {
    return missing;
  }
}
