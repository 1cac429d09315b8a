package dev.posthouse.bench.generator;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The bytes of requests. For each lane all but id, number and time is made once.
final class Requests {
  /// Numbers of events begin here, so that all have ten digits.
  private static final long FIRST = 1_000_000_000L;

  private static final int UUID = 36;
  private static final int NUMBER = 10;
  private static final int TIME = 16;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final List<Letter> letters = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom();

  /// The request of one lane, and where its three holes are.
  private record Letter(byte[] bytes, int id, int number, int time) {}

  /// @param event the text of an event with `@id@`, `@sequence@`, `@sent_at@`
  Requests(URI url, String event, Lanes lanes) {
    for (Lanes.Lane lane : lanes.all()) {
      letters.add(letter(url, event.replace("sales_order.created", lane.type()), lane.key()));
    }
  }

  private static Letter letter(URI url, String event, String key) {
    String body =
        event
            .replace("@id@", "i".repeat(UUID))
            .replace("@sequence@", "1".repeat(NUMBER))
            .replace("@sent_at@", "2".repeat(TIME));
    String head =
        """
        POST %s HTTP/1.1
        Host: %s
        Authorization: Bearer %s
        Content-Type: application/json
        Content-Length: %d

        """
            .formatted(
                url.getPath(),
                url.getAuthority(),
                key,
                body.getBytes(StandardCharsets.UTF_8).length)
            .replace("\n", "\r\n");
    String whole = head + body;
    return new Letter(
        whole.getBytes(StandardCharsets.UTF_8),
        whole.indexOf("i".repeat(UUID)),
        whole.indexOf("1".repeat(NUMBER), head.length()),
        whole.indexOf("2".repeat(TIME), head.length()));
  }

  /// Fills `out` with a request.
  void write(ByteBuffer out, int lane, long number, long micros) {
    Letter letter = letters.get(lane);
    byte[] bytes = letter.bytes();
    uuid(bytes, letter.id());
    digits(bytes, letter.number(), NUMBER, FIRST + number);
    digits(bytes, letter.time(), TIME, micros);
    out.clear().put(bytes).flip();
  }

  int longest() {
    return letters.stream().mapToInt(l -> l.bytes().length).max().orElse(0);
  }

  private void uuid(byte[] bytes, int at) {
    long high = random.nextLong();
    long low = random.nextLong();
    for (int i = 0; i < UUID; i++) {
      bytes[at + i] =
          HEX[(int) ((i < UUID / 2 ? high >>> (i % 16 * 4) : low >>> (i % 16 * 4)) & 15)];
    }
    for (int dash : new int[] {8, 13, 18, 23}) {
      bytes[at + dash] = '-';
    }
    bytes[at + 14] = '4';
    bytes[at + 19] = '8';
  }

  private static void digits(byte[] bytes, int at, int count, long value) {
    long rest = value;
    for (int i = count - 1; i >= 0; i--) {
      bytes[at + i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
