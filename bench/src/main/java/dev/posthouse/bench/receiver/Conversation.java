package dev.posthouse.bench.receiver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One connection: reads requests, answers each as its path asks. What is shared by all
/// conversations (one thread) is static: a connection that waits holds no buffer.
final class Conversation {
  private static final ByteBuffer IN = ByteBuffer.allocateDirect(256 * 1024);
  private static final ByteBuffer OK = answer("200 OK", "");
  private static final ByteBuffer FAILED = answer("500 Internal Server Error", "");
  private static final ByteBuffer LATER = answer("503 Service Unavailable", "Retry-After: 1\r\n");
  private static final byte[] DRIPS =
      "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = {};
  private static final long DRIP_EVERY = 1_000;
  private static final Request REQUEST = new Request();

  /// Bodies longer than this are counted, not kept.
  private static final int LONGEST_KEPT = 128 * 1024;

  private static byte[] work = new byte[1024 * 1024];

  private final SelectionKey key;
  private final SocketChannel client;
  private final World world;
  private Path path = Path.of(NOTHING, 0, 0);
  private byte[] rest = NOTHING;
  private long skip;
  private boolean failing;
  private boolean asked;

  /// What conversations share.
  record World(Timers timers, Tally tally, Control control) {}

  Conversation(SelectionKey key, SocketChannel client, World world) {
    this.key = key;
    this.client = client;
    this.world = world;
  }

  void read() throws IOException {
    IN.clear();
    int came = client.read(IN);
    if (came < 0) {
      throw new ClosedChannelException();
    }
    IN.flip();
    if (skip > 0) {
      skipSome();
    }
    if (IN.hasRemaining()) {
      take();
    }
  }

  private void skipSome() throws IOException {
    int some = (int) Math.min(skip, IN.remaining());
    IN.position(IN.position() + some);
    skip -= some;
    if (skip == 0) {
      answer();
    }
  }

  private void take() throws IOException {
    int end = rest.length + IN.remaining();
    if (end > work.length) {
      work = new byte[end];
    }
    System.arraycopy(rest, 0, work, 0, rest.length);
    IN.get(work, rest.length, IN.remaining());
    int at = 0;
    while (at < end && REQUEST.find(work, at, end)) {
      int last = REQUEST.bodyStart + REQUEST.length;
      boolean enough = end - REQUEST.bodyStart >= Request.NEAR;
      if (last > end && !(enough && REQUEST.length > LONGEST_KEPT)) {
        break;
      }
      note(Math.min(last, end));
      at = last;
      if (last > end) {
        skip = (long) last - end;
        at = end;
      } else {
        answer();
      }
    }
    rest = at == end ? NOTHING : Arrays.copyOfRange(work, at, end);
  }

  /// Counts the request. Of a long one only the first part has come.
  private void note(int end) throws IOException {
    if (REQUEST.isGet()) {
      write(world.control.answer(REQUEST));
      asked = true;
      return;
    }
    if (!path.same(work, REQUEST.pathStart(), REQUEST.pathEnd())) {
      path = Path.of(work, REQUEST.pathStart(), REQUEST.pathEnd());
    }
    failing =
        switch (path.way()) {
          case TAKE, SLOW, HANG, DRIP -> false;
          case FAIL -> true;
          case HALF -> world.tally.dice(path.argument());
          case GATE -> !world.control.open();
        };
    world.tally.note(path, REQUEST, end, failing);
  }

  private void answer() throws IOException {
    if (asked) {
      asked = false;
      return;
    }
    switch (path.way()) {
      case TAKE, FAIL, HALF -> write(failing ? FAILED : OK);
      case GATE -> write(failing ? LATER : OK);
      case SLOW -> world.timers.after(path.argument(), () -> writeLater(OK));
      case DRIP -> drip(0);
      case HANG -> {}
    }
  }

  private void drip(int at) {
    if (key.isValid()) {
      writeLater(ByteBuffer.wrap(new byte[] {at < DRIPS.length ? DRIPS[at] : (byte) 'x'}));
      world.timers.after(DRIP_EVERY, () -> drip(at + 1));
    }
  }

  private void writeLater(ByteBuffer answer) {
    try {
      write(answer);
    } catch (IOException e) {
      close(key);
    }
  }

  /// Answers are small: one that the socket has no room for is a client that does not read.
  private void write(ByteBuffer answer) throws IOException {
    answer.rewind();
    client.write(answer);
    if (answer.hasRemaining()) {
      throw new IOException("the client does not read");
    }
  }

  private static ByteBuffer answer(String status, String headers) {
    byte[] bytes =
        ("HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: 0\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  static void close(SelectionKey key) {
    key.cancel();
    try {
      key.channel().close();
    } catch (IOException e) {
      System.err.println("could not close: " + e);
    }
  }
}
