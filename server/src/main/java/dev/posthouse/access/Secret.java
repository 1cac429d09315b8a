package dev.posthouse.access;

/// A text that must not be seen: prints as `***`.
public record Secret(String reveal) {
  public static final String MASK = "***";

  @Override
  public String toString() {
    return MASK;
  }
}
