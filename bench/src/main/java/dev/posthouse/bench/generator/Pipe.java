package dev.posthouse.bench.generator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// One connection, kept alive: a request at a time.
final class Pipe {
  private static final int STATUS_AT = 9;
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
  private static final ByteBuffer IN = ByteBuffer.allocateDirect(64 * 1024);

  private final SocketChannel socket;
  private final SelectionKey key;
  private final byte[] head = new byte[4096];
  private int have;
  private int bodyLeft;
  private int status;

  /// What is under way.
  long number;

  long micros;

  Pipe(Selector selector, URI url) throws IOException {
    socket = SocketChannel.open(new InetSocketAddress(url.getHost(), url.getPort()));
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    socket.configureBlocking(false);
    key = socket.register(selector, SelectionKey.OP_READ, this);
  }

  /// A request is small, and nothing else is on the way: the socket has room.
  void send(ByteBuffer request) throws IOException {
    while (request.hasRemaining()) {
      socket.write(request);
    }
  }

  /// The status if an answer has come whole, 0 if not yet.
  int receive() throws IOException {
    IN.clear();
    if (socket.read(IN) < 0) {
      throw new ClosedChannelException();
    }
    IN.flip();
    if (status == 0 && !readHead()) {
      return 0;
    }
    int some = Math.min(bodyLeft, IN.remaining());
    IN.position(IN.position() + some);
    bodyLeft -= some;
    if (bodyLeft > 0) {
      return 0;
    }
    int answered = status;
    status = 0;
    have = 0;
    return answered;
  }

  private boolean readHead() {
    while (IN.hasRemaining()) {
      head[have++] = IN.get();
      if (head[have - 1] == '\n' && have > 4 && head[have - 3] == '\n') {
        status =
            (head[STATUS_AT] - '0') * 100
                + (head[STATUS_AT + 1] - '0') * 10
                + head[STATUS_AT + 2]
                - '0';
        bodyLeft = length();
        return true;
      }
    }
    return false;
  }

  private int length() {
    for (int at = 0; at < have - LENGTH.length; at++) {
      if (startsWith(at)) {
        return number(at + LENGTH.length);
      }
    }
    return 0;
  }

  private boolean startsWith(int at) {
    for (int i = 0; i < LENGTH.length; i++) {
      if ((head[at + i] | 32) != (LENGTH[i] | 32)) {
        return false;
      }
    }
    return true;
  }

  private int number(int from) {
    int value = 0;
    for (int at = from; head[at] != '\r'; at++) {
      if (head[at] != ' ') {
        value = value * 10 + head[at] - '0';
      }
    }
    return value;
  }

  void close() throws IOException {
    key.cancel();
    socket.close();
  }
}
