package dev.posthouse.event;

import java.util.List;
import java.util.stream.Collectors;

/// What somebody sent is well-formed but wrong; every flaw is named. The HTTP edge answers 422.
public final class Invalid extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient List<Flaw> flaws;

  public Invalid(List<Flaw> flaws) {
    super(
        flaws.stream()
            .map(f -> f.pointer() + ": " + f.message())
            .collect(Collectors.joining("; ")));
    this.flaws = List.copyOf(flaws);
  }

  public Invalid(String pointer, String message) {
    this(List.of(new Flaw(pointer, message)));
  }

  public List<Flaw> flaws() {
    return flaws;
  }
}
