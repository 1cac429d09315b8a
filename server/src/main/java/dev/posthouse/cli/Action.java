package dev.posthouse.cli;

/// What a command does. Its options are picocli's fields of the same class.
///
/// A new command is one such class, a line in [Commands], and its texts in both bundles.
interface Action {
  /// @return the exit code: 0, or 1 if a part of it was refused
  /// @throws Failed with what to tell the caller
  int run(Desk desk) throws InterruptedException;
}
