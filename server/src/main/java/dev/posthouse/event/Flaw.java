package dev.posthouse.event;

/// One thing that is wrong with what somebody sent: where (a JSON pointer, empty for the whole) and
/// what to do about it.
///
/// @param line where it stands in a text that people write, counted from 1; 0 where lines mean
///   nothing
public record Flaw(String pointer, String message, int line, int column) {
  public Flaw(String pointer, String message) {
    this(pointer, message, 0, 0);
  }
}
