package dev.posthouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Answers that leave in several pieces: the last must not wait until the client has acknowledged
/// those before, which clients put off by 40 ms.
@Timeout(60)
class PromptAnswerTest {
  private static final Duration PUT_OFF = Duration.ofMillis(40);
  private static final int TIMES = 21;

  @Test
  void no_piece_of_an_answer_waits_for_an_acknowledgement() throws Exception {
    try (var server = new TestServer();
        var socket = server.socket()) {
      var took = new ArrayList<Duration>();
      for (int i = 0; i < TIMES; i++) {
        long began = System.nanoTime();
        ask(socket);
        took.add(Duration.ofNanos(System.nanoTime() - began));
      }

      List<Duration> inOrder = took.stream().sorted().toList();
      assertThat(inOrder.get(TIMES / 2)).isLessThan(PUT_OFF.dividedBy(2));
    }
  }

  private static void ask(Socket socket) throws IOException {
    String request = "GET /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    InputStream in = socket.getInputStream();
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    assertThat(in.readNBytes(length)).hasSize(length);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
