package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;

/// What a signature covers: the id, a full stop, the time, a full stop and the body, byte for byte
/// (Standard Webhooks 1.0.0, "Signature scheme").
///
/// @param id one or more visible ASCII characters, but no full stop: it would let one signature
///   stand for two messages
/// @param timestampSeconds when the attempt was made, in seconds since 1970; not negative
/// @param body the bytes that are sent, in as many parts as they come; not copied
public record SignedContent(String id, long timestampSeconds, List<byte[]> body) {

  /// @throws IllegalArgumentException if the id or the time cannot be signed
  public SignedContent {
    if (!isId(id)) {
      throw new IllegalArgumentException(
          "The message id "
              + quoted(id)
              + " cannot be signed. Use visible ASCII characters without"
              + " a full stop, such as msg_p5jXN8AQM9LWM0D4loKWxJek");
    }
    if (timestampSeconds < 0) {
      throw new IllegalArgumentException(
          "The timestamp " + timestampSeconds + " is negative. Use seconds since 1970");
    }
    body = List.copyOf(body);
  }

  /// Whether the text may be a message's id.
  static boolean isId(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '.');
  }

  /// The content in order, to be fed to a signature without being put together first.
  List<byte[]> parts() {
    List<byte[]> parts = new ArrayList<>(1 + body.size());
    parts.add((id + "." + timestampSeconds + ".").getBytes(US_ASCII));
    parts.addAll(body);
    return parts;
  }

  private static String quoted(String id) {
    return '"' + id.replaceAll("[^ -~]", "?") + '"';
  }
}
