package dev.posthouse.deliver;

/// An attempt could not begin: the database does not answer, or the memory for it is not to be had.
/// The delivery is as it was, and its turn comes again.
final class NothingTried extends RuntimeException {
  private static final long serialVersionUID = 1;

  NothingTried(String message) {
    super(message);
  }

  NothingTried(String message, Throwable cause) {
    super(message, cause);
  }
}
