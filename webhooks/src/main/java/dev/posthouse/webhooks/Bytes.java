package dev.posthouse.webhooks;

import java.io.ByteArrayOutputStream;

/// Puts the parts of a body together.
final class Bytes {
  private Bytes() {}

  static byte[] joined(byte[]... parts) {
    if (parts.length == 1) {
      return parts[0];
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.writeBytes(part);
    }
    return whole.toByteArray();
  }
}
