package dev.posthouse.document;

import dev.posthouse.event.Flaw;
import java.util.List;

/// A document that is refused as a whole, with everything that is wrong with it. No message repeats
/// the value of a placeholder.
public final class InvalidDocument extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient List<Flaw> flaws;

  InvalidDocument(List<Flaw> flaws) {
    super(flaws.size() + " flaws in a webhooks document");
    this.flaws = List.copyOf(flaws);
  }

  public List<Flaw> flaws() {
    return flaws;
  }
}
