package dev.posthouse.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.posthouse.event.Header;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Reads the requests of one HTTP/1.1 connection, one after the other. Believes the client.
final class HttpRequests {
  private final InputStream in;
  private final int connection;

  HttpRequests(InputStream in, int connection) {
    this.in = in;
    this.connection = connection;
  }

  /// @throws EOFException if the client has closed the connection
  Received next() throws IOException {
    String[] request = line().split(" ", 3);
    List<Header> headers = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] parts = line.split(":", 2);
      headers.add(new Header(parts[0], parts[1].strip()));
    }
    Received head = new Received(0, connection, request[0], request[1], headers, new byte[0]);
    byte[] body = body(head);
    return new Received(System.nanoTime(), connection, head.method(), head.path(), headers, body);
  }

  private byte[] body(Received head) throws IOException {
    if (head.header("transfer-encoding").contains("chunked")) {
      return chunks();
    }
    List<String> length = head.header("content-length");
    return length.isEmpty() ? new byte[0] : exactly(Integer.parseInt(length.getFirst()));
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.write(exactly(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().strip(), 16);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      line.write(next);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }
}
