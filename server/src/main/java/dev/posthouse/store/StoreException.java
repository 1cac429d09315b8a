package dev.posthouse.store;

import org.jspecify.annotations.Nullable;

/// The database did not do what was asked: it is away, full, or slower than the limit. What was
/// asked has not happened, or is not known to have.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public StoreException(String message) {
    super(message);
  }
}
