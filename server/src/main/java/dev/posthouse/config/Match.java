package dev.posthouse.config;

/// The revision that a change wants to start from, as `If-Match` has it.
public record Match(long revision) {
  /// Whatever it is.
  public static final Match ANY = new Match(-1);

  public boolean admits(long current) {
    return revision == ANY.revision || revision == current;
  }
}
