package dev.posthouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What hostile, broken and slow clients get, on bare sockets.
@Timeout(30)
class LimitsTest {
  private static final String HEAD =
      "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer all\r\n"
          + "Content-Type: application/json\r\n";
  private static final String EVENT = "{\"type\":\"a\",\"data\":1}";

  private final TestServer server = new TestServer();

  @AfterEach
  void close() {
    server.close();
    assertThat(server.memory.used()).isZero();
  }

  @Test
  void takes_a_body_of_exactly_10_mb_with_and_without_a_declared_length() throws Exception {
    byte[] body = event(Body.LIMIT);

    assertThat(declared(body)).startsWith("HTTP/1.1 202 ");
    assertThat(chunked(body, 100_000)).startsWith("HTTP/1.1 202 ");
    assertThat(server.published).hasSize(2);
    assertThat(server.published.getFirst().payload().size())
        .isEqualTo(Body.LIMIT - "{\"type\":\"a\",\"data\":}".length());
  }

  @Test
  void a_client_that_declared_too_much_receives_the_413() throws Exception {
    assertTooLarge(declared(event(Body.LIMIT + 1)));
    assertTooLarge(declared(event(30 << 20)));
  }

  @Test
  void a_client_that_sends_too_many_chunks_receives_the_413() throws Exception {
    assertTooLarge(chunked(event(Body.LIMIT + 1), 64 << 10));
    assertTooLarge(chunked(event(30 << 20), 64 << 10));
  }

  @Test
  void a_single_enormous_chunk_is_refused_before_it_is_read() throws Exception {
    assertTooLarge(chunked(event(30 << 20), 30 << 20));
  }

  @Test
  void a_client_that_waits_for_100_continue_receives_the_413_instead() throws Exception {
    try (Socket socket = server.socket()) {
      write(socket, HEAD + "Expect: 100-continue\r\nContent-Length: 20000000\r\n\r\n");
      socket.shutdownOutput();

      assertTooLarge(readAll(socket));
    }
  }

  @Test
  void a_chunk_size_that_is_none_is_a_400() throws Exception {
    String answer =
        server.raw(HEAD + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("malformed_request");
  }

  @Test
  void a_head_of_more_than_16_kb_is_a_431_in_one_write_or_many() throws Exception {
    int around = "POST /v1/events HTTP/1.1\r\n".length() + 2;
    String fixed = HEAD.substring(around - 2) + "Content-Length: 21\r\nConnection: close\r\nX: ";
    String most = "x".repeat(Inlet.HEAD_BYTES - around - fixed.length() - 2);

    assertThat(server.raw(HEAD + tail(most))).startsWith("HTTP/1.1 202 ");
    assertThat(server.raw(HEAD + tail(most + "x".repeat(40)))).startsWith("HTTP/1.1 431 ");
    assertThat(server.raw(HEAD + tail(most + "x".repeat(40_000)))).startsWith("HTTP/1.1 431 ");
    assertThat(server.raw("GET /" + "x".repeat(40_000))).startsWith("HTTP/1.1 431 ");
  }

  private static String tail(String value) {
    return "Content-Length: 21\r\nConnection: close\r\nX: " + value + "\r\n\r\n" + EVENT;
  }

  @Test
  void a_body_that_stalls_is_answered_408_after_10_seconds() throws Exception {
    try (Socket socket = server.socket()) {
      write(socket, HEAD + "Content-Length: 21\r\n\r\n{\"type\"");
      server.stall(Inlet.STALL.plusMillis(1));

      assertThat(readAll(socket)).startsWith("HTTP/1.1 408 ").contains("too_slow");
    }
    assertThat(server.published).isEmpty();
  }

  @Test
  void a_head_that_drips_is_answered_408_after_10_seconds() throws Exception {
    try (Socket socket = server.socket()) {
      write(socket, HEAD);
      server.stall(Inlet.HEAD.plusMillis(1));

      assertThat(readAll(socket))
          .startsWith("HTTP/1.1 408 ")
          .contains("10 s for the headers, 10 s between pieces of the body");
    }
  }

  @Test
  void an_idle_connection_is_closed_after_60_seconds_without_a_word() throws Exception {
    try (Socket socket = server.socket()) {
      write(socket, HEAD + "Content-Length: 21\r\n\r\n" + EVENT);
      readAnswer(socket);
      server.idle(Inlet.IDLE.plusMillis(1));

      assertThat(readAll(socket)).isEmpty();
    }
  }

  @Test
  void a_connection_that_is_not_overdue_is_left_alone() throws Exception {
    try (Socket socket = server.socket()) {
      write(socket, HEAD + "Content-Length: 21\r\n\r\n{\"type\"");
      server.stall(Inlet.STALL.minus(Duration.ofMillis(1)));
      write(socket, EVENT.substring(7));

      assertThat(readAnswer(socket)).startsWith("HTTP/1.1 202 ");
    }
  }

  @Test
  void a_body_that_ends_early_is_no_event() throws Exception {
    try (Socket socket = server.socket()) {
      write(socket, HEAD + "Content-Length: 40\r\n\r\n" + EVENT);
      socket.shutdownOutput();
      readAll(socket);
    }
    assertThat(server.published).isEmpty();
  }

  @Test
  void several_requests_share_a_connection_also_after_an_error() throws Exception {
    try (Socket socket = server.socket()) {
      String wrong = HEAD.replace("all", "no") + "Content-Length: 21\r\n\r\n" + EVENT;
      String right = HEAD + "Content-Length: 21\r\n\r\n" + EVENT;
      write(socket, wrong + right);

      assertThat(readAnswer(socket)).startsWith("HTTP/1.1 401 ");
      assertThat(readAnswer(socket)).startsWith("HTTP/1.1 202 ");
    }
  }

  @Test
  void memory_that_is_used_up_is_a_503() throws Exception {
    long all = server.memory.limit() - 1000;
    assertThat(server.memory.tryTake(all)).isTrue();
    try {
      assertThat(
              server.raw(
                  HEAD + "Connection: close\r\nContent-Length: 5000\r\n\r\n" + " ".repeat(5000)))
          .startsWith("HTTP/1.1 503 ")
          .contains("Retry-After: 1");
    } finally {
      server.memory.give(all);
    }
  }

  @Test
  void large_bodies_leave_the_memory_that_it_takes_to_parse_one() throws Exception {
    long others = server.memory.limit() / 3;
    assertThat(server.memory.tryTake(others)).isTrue();
    try {
      assertThat(server.post("/v1/events", "application/json", bodyOf(1 << 20)).statusCode())
          .isEqualTo(503);
      assertThat(server.post("/v1/events", "application/json", bodyOf(1 << 10)).statusCode())
          .isEqualTo(202);
    } finally {
      server.memory.give(others);
    }
  }

  @Test
  void a_refused_body_holds_no_memory_while_its_rest_is_awaited() throws Exception {
    var tooLarge = event(Body.LIMIT + 1);
    try (Socket socket = server.socket()) {
      write(socket, HEAD + "Transfer-Encoding: chunked\r\n\r\n");
      write(socket, Integer.toHexString(tooLarge.length) + "\r\n");
      socket.getOutputStream().write(tooLarge);
      write(socket, "\r\n5000\r\n");

      assertThat(readAnswer(socket)).startsWith("HTTP/1.1 413 ");
      assertThat(server.memory.used()).isZero();
    }
  }

  private static String bodyOf(int bytes) {
    return "{\"type\":\"a.b\",\"data\":\"%s\"}".formatted("x".repeat(bytes));
  }

  @Test
  void content_length_and_chunks_together_are_refused() throws Exception {
    String answer =
        server.raw(HEAD + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
  }

  private String declared(byte[] body) throws IOException {
    try (Socket socket = server.socket()) {
      write(socket, HEAD + "Connection: close\r\nContent-Length: " + body.length + "\r\n\r\n");
      socket.getOutputStream().write(body);
      socket.shutdownOutput();
      return readAll(socket);
    }
  }

  private String chunked(byte[] body, int size) throws IOException {
    try (Socket socket = server.socket()) {
      write(socket, HEAD + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
      OutputStream out = socket.getOutputStream();
      for (int from = 0; from < body.length; from += size) {
        int length = Math.min(size, body.length - from);
        write(socket, Integer.toHexString(length) + "\r\n");
        out.write(body, from, length);
        write(socket, "\r\n");
      }
      write(socket, "0\r\n\r\n");
      socket.shutdownOutput();
      return readAll(socket);
    }
  }

  private static byte[] event(int size) {
    byte[] start = "{\"type\":\"a\",\"data\":\"".getBytes(StandardCharsets.US_ASCII);
    var body = new byte[size];
    Arrays.fill(body, (byte) 'x');
    System.arraycopy(start, 0, body, 0, start.length);
    body[size - 2] = '"';
    body[size - 1] = '}';
    return body;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String readAll(Socket socket) throws IOException {
    var answer = new StringBuilder();
    var buffer = new byte[4096];
    try {
      InputStream in = socket.getInputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        answer.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
      }
    } catch (SocketException e) {
      answer.append("[reset]");
    }
    return answer.toString();
  }

  /// One answer with a declared length.
  private static String readAnswer(Socket socket) throws IOException {
    var head = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    String text = head.toString();
    int at = text.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
    String length = text.substring(at + 16, text.indexOf('\r', at));
    in.readNBytes(Integer.parseInt(length));
    return text;
  }

  private static void assertTooLarge(String answer) {
    assertThat(answer)
        .startsWith("HTTP/1.1 413 ")
        .contains("too_large")
        .contains("10 MB")
        .endsWith("}");
  }
}
