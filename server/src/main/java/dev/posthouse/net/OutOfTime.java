package dev.posthouse.net;

import java.io.IOException;

/// The time for an exchange, or for its connection, ran out.
public final class OutOfTime extends IOException {
  private static final long serialVersionUID = 1;

  public OutOfTime() {
    super("the time ran out");
  }
}
