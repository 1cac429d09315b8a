package dev.posthouse.event;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// SHA-256 over what makes two publishes of one id the same event: type, subject, time if given,
/// organisation, actor, data (insignificant white space of JSON left out).
public record ContentHash(byte[] bytes) {
  private static final int CHUNK = 4096;

  /// @param given the publisher's time, empty where the moment of acceptance stands for it
  public static ContentHash of(Envelope envelope, Optional<Instant> given, Payload payload) {
    var sha = new Sha256();
    sha.add(envelope.type());
    sha.add(envelope.subject());
    sha.add(given.map(Instant::toString).orElse(""));
    sha.add(envelope.organisation());
    sha.add(envelope.actor());
    if (payload.isJson()) {
      withoutWhiteSpace(sha, payload.bytes());
    } else {
      sha.add(payload.bytes());
    }
    return new ContentHash(sha.hash());
  }

  private static void withoutWhiteSpace(Sha256 sha, byte[] json) {
    var chunk = new byte[Math.min(CHUNK, json.length)];
    int filled = 0;
    boolean inText = false;
    boolean escaped = false;
    for (byte b : json) {
      if (inText) {
        inText = escaped || b != '"';
        escaped = !escaped && b == '\\';
      } else if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
        continue;
      } else {
        inText = b == '"';
      }
      chunk[filled++] = b;
      if (filled == chunk.length) {
        sha.add(chunk, filled);
        filled = 0;
      }
    }
    sha.add(chunk, filled);
  }

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
