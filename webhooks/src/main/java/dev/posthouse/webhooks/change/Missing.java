package dev.posthouse.webhooks.change;

/// What a snapshot counts as of whose subject nothing is remembered.
public enum Missing {
  /// As no change: its state is remembered, and the next snapshot is compared with it. For whoever
  /// acts upon a change wrongly does harm, and of the first snapshot nobody knows.
  BASELINE,
  /// As a change; its state is remembered.
  DELIVER,
  /// As no change, and nothing is remembered: only what says where to begin does that.
  SKIP
}
