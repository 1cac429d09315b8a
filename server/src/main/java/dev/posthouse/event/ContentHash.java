package dev.posthouse.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
    MessageDigest sha = sha256();
    text(sha, envelope.type());
    text(sha, envelope.subject());
    text(sha, given.map(Instant::toString).orElse(""));
    text(sha, envelope.organisation());
    text(sha, envelope.actor());
    if (payload.isJson()) {
      withoutWhiteSpace(sha, payload.bytes());
    } else {
      sha.update(payload.bytes());
    }
    return new ContentHash(sha.digest());
  }

  private static void text(MessageDigest sha, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    sha.update(bytes);
  }

  private static void withoutWhiteSpace(MessageDigest sha, byte[] json) {
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
        sha.update(chunk, 0, filled);
        filled = 0;
      }
    }
    sha.update(chunk, 0, filled);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
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
