package dev.posthouse.event;

import java.util.Arrays;
import java.util.HexFormat;

/// SHA-256 over what makes two publishes of one id the same event: type, subject, time if given,
/// organisation, actor, data (insignificant white space of JSON left out).
public record ContentHash(byte[] bytes) {
  @Override
  public boolean equals(Object other) {
    return other instanceof ContentHash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
