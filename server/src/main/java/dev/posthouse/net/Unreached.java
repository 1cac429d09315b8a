package dev.posthouse.net;

import java.io.IOException;

/// No connection could be had; the message says why in words for the user.
public final class Unreached extends IOException {
  private static final long serialVersionUID = 1;

  public Unreached(String why) {
    super(why);
  }

  public Unreached(String why, Throwable cause) {
    super(why, cause);
  }

  public String why() {
    return String.valueOf(getMessage());
  }
}
