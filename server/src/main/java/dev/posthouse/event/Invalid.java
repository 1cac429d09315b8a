package dev.posthouse.event;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What somebody sent is well-formed but wrong; every flaw is named. The HTTP edge answers 422.
public final class Invalid extends RuntimeException {
  /// Flaws that are told. A body of 10 MB can hold a million, and the answer must not be larger.
  public static final int MOST = 25;

  private static final long serialVersionUID = 1;
  private final transient List<Flaw> flaws;

  /// @param all what is beyond [#MOST] is not told
  public Invalid(List<Flaw> all) {
    List<Flaw> told = all.size() <= MOST ? List.copyOf(all) : first(all);
    super(
        told.stream().map(f -> f.pointer() + ": " + f.message()).collect(Collectors.joining("; ")));
    this.flaws = told;
  }

  private static List<Flaw> first(List<Flaw> all) {
    var more = new Flaw("", "there is more; these are the first " + MOST);
    return Stream.concat(all.stream().limit(MOST), Stream.of(more)).toList();
  }

  public Invalid(String pointer, String message) {
    this(List.of(new Flaw(pointer, message)));
  }

  public List<Flaw> flaws() {
    return flaws;
  }
}
