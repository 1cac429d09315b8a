package dev.posthouse.eventtype;

/// The lowest and the highest of the versions of a type that somebody wants.
public record Span(int lowest, int highest) {
  public static Span of(int version) {
    return new Span(version, version);
  }

  public Span plus(Span other) {
    return new Span(Math.min(lowest, other.lowest), Math.max(highest, other.highest));
  }
}
