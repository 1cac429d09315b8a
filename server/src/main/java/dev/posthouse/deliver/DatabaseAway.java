package dev.posthouse.deliver;

/// An attempt could not begin because the database does not answer.
final class DatabaseAway extends RuntimeException {
  private static final long serialVersionUID = 1;

  DatabaseAway(String message, Throwable cause) {
    super(message, cause);
  }
}
