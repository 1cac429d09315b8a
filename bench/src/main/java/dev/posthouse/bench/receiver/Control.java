package dev.posthouse.bench.receiver;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.BitSet;
import org.HdrHistogram.Histogram;

/// What the harness asks of the receiver, by GET: `/counts`, `/latency?GROUP`, `/lateness`,
/// `/window`, `/forget`, `/open?true`, `/secret?whsec_…`, `/retry-delay?MICROS`, `/dump?FILE`.
final class Control {
  private static final double[] PERCENTILES = {
    0, 10, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.95, 99.99, 99.999, 100
  };

  private final Tally tally;
  private boolean open;

  Control(Tally tally) {
    this.tally = tally;
  }

  boolean open() {
    return open;
  }

  ByteBuffer answer(Request request) throws IOException {
    int from = request.pathStart();
    String[] asked =
        new String(request.bytes, from, request.pathEnd() - from, StandardCharsets.US_ASCII)
            .split("\\?", 2);
    String argument = asked.length > 1 ? URLDecoder.decode(asked[1], StandardCharsets.UTF_8) : "";
    byte[] body = (answer(asked[0], argument) + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] head =
        ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(head.length + body.length).put(head).put(body).flip();
  }

  private String answer(String what, String argument) throws IOException {
    switch (what) {
      case "/window" -> tally.startWindow();
      case "/forget" -> tally.forget();
      case "/open" -> open = Boolean.parseBoolean(argument);
      case "/secret" -> tally.signatures().secret(argument);
      case "/retry-delay" -> tally.retryDelay(Long.parseLong(argument));
      case "/dump" -> Files.write(java.nio.file.Path.of(argument), seenByAll().toByteArray());
      case "/latency" -> {
        return percentiles(tally.latency(Integer.parseInt(argument)));
      }
      case "/lateness" -> {
        return percentiles(tally.lateness());
      }
      default -> {
        return counts();
      }
    }
    return "";
  }

  /// The numbers that came in every space, or in the only one.
  private BitSet seenByAll() {
    var all = new BitSet();
    tally.spaces().forEach(space -> all.or(space.seen));
    return all;
  }

  private String counts() {
    long distinct = 0;
    long duplicates = 0;
    long disorder = 0;
    for (Tally.Space space : tally.spaces()) {
      distinct += space.distinct;
      duplicates += space.duplicates;
      disorder += space.disorder;
    }
    return "{\"posts\":%d,\"taken\":%d,\"refused\":%d,\"distinct\":%d,\"duplicates\":%d,\"disorder\":%d,\"good\":%d,\"bad\":%d}"
        .formatted(
            tally.posts,
            tally.taken,
            tally.refused,
            distinct,
            duplicates,
            disorder,
            tally.signatures().good,
            tally.signatures().bad);
  }

  /// Percentile and microseconds, line by line, after a line with the count.
  private static String percentiles(Histogram histogram) {
    var lines = new StringBuilder().append(histogram.getTotalCount());
    for (double percentile : PERCENTILES) {
      lines.append('\n').append(percentile).append(' ');
      lines.append(histogram.getValueAtPercentile(percentile));
    }
    return lines.toString();
  }
}
