import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/// The cheapest receiver there can be: one thread, keep-alive, every POST is answered 200. A GET
/// tells how many POSTs came and how many different `webhook-id`s they carried.
///
/// Run with `java Receiver.java PORT`.
final class Receiver {
  private static final int LONGEST_REQUEST = 64 * 1024;
  private static final byte[] HEAD_END = ascii("\r\n\r\n");
  private static final byte[] LENGTH = ascii("\r\ncontent-length:");
  private static final byte[] WEBHOOK_ID = ascii("\r\nwebhook-id:");
  private static final byte[] OK = ascii("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

  private final Set<String> ids = new HashSet<>();
  private long posts;

  public static void main(String[] args) throws IOException {
    new Receiver().serve(Integer.parseInt(args[0]));
  }

  private void serve(int port) throws IOException {
    try (Selector selector = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
      listener.configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT);
      while (true) {
        selector.select(key -> handle(selector, key));
      }
    }
  }

  private void handle(Selector selector, SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept(selector, (ServerSocketChannel) key.channel());
      } else {
        read((SocketChannel) key.channel(), (ByteBuffer) key.attachment());
      }
    } catch (IOException e) {
      key.cancel();
      close(key);
    }
  }

  private void accept(Selector selector, ServerSocketChannel listener) throws IOException {
    SocketChannel client = listener.accept();
    if (client != null) {
      client.configureBlocking(false);
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      client.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(LONGEST_REQUEST));
    }
  }

  private void read(SocketChannel client, ByteBuffer buffer) throws IOException {
    if (client.read(buffer) < 0) {
      throw new ClosedChannelException();
    }
    int start = 0;
    int length;
    while ((length = requestLength(buffer, start)) > 0) {
      client.write(ByteBuffer.wrap(answer(buffer.array(), start, start + length)));
      start += length;
    }
    buffer.flip().position(start);
    buffer.compact();
  }

  /// The bytes of the whole request at `start`, 0 while it has not all come.
  private static int requestLength(ByteBuffer buffer, int start) {
    int headEnd = find(HEAD_END, buffer.array(), start, buffer.position());
    if (headEnd < 0) {
      return 0;
    }
    String declared = header(LENGTH, buffer.array(), start, headEnd);
    int length = headEnd - start + (declared.isEmpty() ? 0 : Integer.parseInt(declared));
    return start + length <= buffer.position() ? length : 0;
  }

  private byte[] answer(byte[] bytes, int start, int end) {
    if (bytes[start] == 'G') {
      String counts = posts + " " + ids.size() + "\n";
      return ascii("HTTP/1.1 200 OK\r\nContent-Length: " + counts.length() + "\r\n\r\n" + counts);
    }
    posts++;
    String id = header(WEBHOOK_ID, bytes, start, end);
    if (!id.isEmpty()) {
      ids.add(id);
    }
    return OK;
  }

  private static String header(byte[] name, byte[] bytes, int start, int end) {
    int from = find(name, bytes, start, end);
    if (from < 0) {
      return "";
    }
    int to = from;
    while (bytes[to] != '\r') {
      to++;
    }
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).strip();
  }

  /// Where the bytes after `wanted` begin, letters compared without case; -1 if it is not there.
  private static int find(byte[] wanted, byte[] bytes, int start, int end) {
    for (int at = start; at <= end - wanted.length; at++) {
      int same = 0;
      while (same < wanted.length && lower(bytes[at + same]) == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return at + same;
      }
    }
    return -1;
  }

  private static int lower(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      System.err.println("could not close: " + e);
    }
  }
}
