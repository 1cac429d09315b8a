package dev.posthouse.work;

/// What some work on bodies takes at most.
///
/// @param work bytes that are read and written
/// @param memory bytes that are held while it is done, beside the bodies themselves
public record Load(long work, long memory) {
  public static final Load NONE = new Load(0, 0);

  /// Of reading a body into a tree.
  public static Load parsing(long bytes) {
    return new Load(bytes, bytes * Budget.PARSED);
  }

  public Load plus(Load other) {
    return new Load(work + other.work, memory + other.memory);
  }

  /// One after the other: what one held is free before the other begins.
  public Load then(Load other) {
    return new Load(work + other.work, Math.max(memory, other.memory));
  }

  /// What a budget is asked for: small work is not counted, and nothing is asked for that it never
  /// has to give.
  public long counted(Budget budget) {
    return work > Heavy.LARGE ? Math.min(memory, budget.limit() / 4 * 3) : 0;
  }
}
