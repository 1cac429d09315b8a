package dev.posthouse.web;

import dev.posthouse.store.Follow.Position;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.Optional;
import java.util.TreeMap;

/// Where a reader of the stream is, as the id of a server-sent event: a pair of numbers for each
/// node.
final class Cursors {
  private static final int PAIR = 2 * Long.BYTES;

  /// More nodes than anybody has had within the minutes that a stream goes back.
  private static final int MOST = 200;

  private Cursors() {}

  static String text(Position position) {
    var bytes = ByteBuffer.allocate(1 + position.numbers().size() * PAIR).put((byte) 1);
    new TreeMap<>(position.numbers())
        .forEach((node, number) -> bytes.putLong(node).putLong(number));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /// Empty if the text is no such id.
  static Optional<Position> position(String text) {
    try {
      var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (!bytes.hasRemaining()
          || bytes.get() != 1
          || bytes.remaining() % PAIR != 0
          || bytes.remaining() > MOST * PAIR) {
        return Optional.empty();
      }
      var numbers = new HashMap<Long, Long>();
      while (bytes.hasRemaining()) {
        numbers.put(bytes.getLong(), bytes.getLong());
      }
      return Optional.of(new Position(numbers));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
