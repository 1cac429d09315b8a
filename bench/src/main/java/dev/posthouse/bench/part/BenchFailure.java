package dev.posthouse.bench.part;

/// A run that cannot go on; the message says why. The runs after it go on.
public final class BenchFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BenchFailure(String message) {
    super(message);
  }

  public BenchFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
