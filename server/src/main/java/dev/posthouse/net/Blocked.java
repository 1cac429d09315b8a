package dev.posthouse.net;

import java.io.IOException;

/// The address may not be connected to; nothing was sent. The message names the address and what
/// would permit it.
public final class Blocked extends IOException {
  private static final long serialVersionUID = 1;

  public Blocked(String why) {
    super(why);
  }

  public String why() {
    return String.valueOf(getMessage());
  }
}
