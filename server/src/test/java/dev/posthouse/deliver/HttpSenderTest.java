package dev.posthouse.deliver;

import static dev.posthouse.deliver.SenderHouse.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.posthouse.event.Header;
import dev.posthouse.event.Outcome.Answered;
import dev.posthouse.event.Outcome.Unreachable;
import dev.posthouse.testing.ScriptedServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSenderTest {
  private static final Duration SOON = Duration.ofSeconds(3);
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final SenderHouse house = SenderHouse.open();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void sends_exactly_what_it_was_given_and_nothing_of_its_own() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(OK)) {
      house.send(server.url("/hooks/a%20b?x=1&y=%2F"));

      assertThat(server.requests())
          .containsExactly(
              """
              POST /hooks/a%%20b?x=1&y=%%2F HTTP/1.1\r
              Host: 127.0.0.1:%d\r
              Content-Type: application/json\r
              User-Agent: Posthouse/0.1\r
              Content-Length: 7\r
              \r
              {"a":1}\
              """
                  .formatted(server.port()));
    }
  }

  @Test
  void keeps_status_headers_and_body_as_received() throws Exception {
    String answer =
        "HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\nX-a: 1\r\nX-A: 2\r\nContent-Encoding: gzip\r\n"
            + "Set-Cookie: a=b\r\nContent-Length: 5\r\n\r\nhello";
    try (ScriptedServer server = ScriptedServer.answering(answer)) {
      Answered answered = answered(house.send(server.url("/")));
      house.send(server.url("/"));

      assertThat(answered.status()).isEqualTo(429);
      assertThat(answered.headers())
          .containsExactly(
              new Header("Retry-After", "7"),
              new Header("X-a", "1"),
              new Header("X-A", "2"),
              new Header("Content-Encoding", "gzip"),
              new Header("Set-Cookie", "a=b"),
              new Header("Content-Length", "5"));
      assertThat(text(answered)).isEqualTo("hello");
      assertThat(answered.size()).isEqualTo(5);
      assertThat(server.requests().get(1)).doesNotContainIgnoringCase("cookie");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 301, 302, 307, 308, 304, 400, 401, 407, 410, 500, 503, 599, 999})
  void takes_any_status_for_an_answer_and_asks_no_second_time(int status) throws Exception {
    try (ScriptedServer server = new ScriptedServer(peer -> redirect(peer, status))) {
      assertThat(answered(house.send(server.url("/"))).status()).isEqualTo(status);
      assertThat(server.requests()).hasSize(1);
    }
  }

  private static void redirect(ScriptedServer.Peer peer, int status) throws Exception {
    String length = status == 204 || status == 304 ? "" : "Content-Length: 0\r\n";
    ScriptedServer.answerAll(
        peer,
        "HTTP/1.1 %d Hm\r\nLocation: http://127.0.0.1:%d/else\r\nWWW-Authenticate: Basic\r\n%s\r\n"
            .formatted(status, peer.socket.getLocalPort(), length));
  }

  @Test
  void keeps_a_connection_for_the_next_request() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(OK)) {
      Sent first = house.send(server.url("/1"));
      Sent second = house.send(server.url("/2"));

      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.requests()).hasSize(2);
      assertThat(first.connect()).isPositive();
      assertThat(first.firstByte()).isGreaterThanOrEqualTo(first.connect());
      assertThat(first.total()).isGreaterThanOrEqualTo(first.firstByte());
      assertThat(second.connect()).isZero();
      assertThat(second.firstByte()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
      })
  void keeps_no_connection_that_will_close_or_has_said_too_much(String answer) throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(answer)) {
      assertThat(text(answered(house.send(server.url("/"))))).isEqualTo("ok");
      assertThat(text(answered(house.send(server.url("/"))))).isEqualTo("ok");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void reads_chunks_and_bodies_that_end_with_the_connection() throws Exception {
    String chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n1\r\n!\r\n0\r\n\r\n";
    try (ScriptedServer server = ScriptedServer.answering(chunked)) {
      assertThat(text(answered(house.send(server.url("/"))))).isEqualTo("ok!");
      assertThat(text(answered(house.send(server.url("/"))))).isEqualTo("ok!");
      assertThat(server.connections()).isEqualTo(1);
    }
    try (ScriptedServer server = once("HTTP/1.1 200 OK\r\n\r\nuntil the end")) {
      assertThat(text(answered(house.send(server.url("/"))))).isEqualTo("until the end");
    }
  }

  @Test
  void passes_over_a_few_informational_answers() throws Exception {
    String early = "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n";
    try (ScriptedServer server = ScriptedServer.answering(early.repeat(10) + OK)) {
      assertThat(answered(house.send(server.url("/"))).status()).isEqualTo(200);
    }
    try (ScriptedServer server = ScriptedServer.answering(early.repeat(11) + OK)) {
      assertThat(unreachable(house.send(server.url("/")))).contains("informational");
    }
  }

  @ParameterizedTest
  @CsvSource({"4095, 4095", "4096, 4096", "4097, 4096", "65535, 4096", "65536, 4096"})
  void keeps_the_head_of_a_body_and_counts_the_rest(int length, int kept) throws Exception {
    for (String answer : List.of(sized(length), chunked(length))) {
      try (ScriptedServer server = ScriptedServer.answering(answer)) {
        Answered answered = answered(house.send(server.url("/")));
        house.send(server.url("/"));

        assertThat(answered.size()).isEqualTo(length);
        assertThat(answered.head()).hasSize(kept);
        assertThat(server.connections()).isEqualTo(1);
      }
    }
  }

  @Test
  void cuts_a_body_over_the_limit_and_still_has_an_answer() throws Exception {
    for (String answer : List.of(sized(65_537), chunked(65_537), sized(10_000_000))) {
      try (ScriptedServer server = ScriptedServer.answering(answer)) {
        Answered answered = answered(house.send(server.url("/")));
        house.send(server.url("/"));

        assertThat(answered.size()).isEqualTo(65_536);
        assertThat(answered.head()).hasSize(4_096);
        assertThat(server.connections()).isEqualTo(2);
      }
    }
  }

  @Test
  void cuts_an_endless_body() throws Exception {
    String begin = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    try (ScriptedServer server =
        new ScriptedServer(peer -> endless(peer, begin, "5\r\nhello\r\n"))) {
      Sent sent = house.send(server.url("/"));

      assertThat(answered(sent).size()).isEqualTo(65_536);
      assertThat(sent.total()).isLessThan(SOON);
    }
  }

  @Test
  void gives_endless_headers_up() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(peer -> endless(peer, "HTTP/1.1 200 OK\r\n", "A: b\r\n"))) {
      assertThat(unreachable(house.send(server.url("/"))))
          .contains("headers are longer than 64 KB");
    }
    try (ScriptedServer server =
        new ScriptedServer(peer -> endless(peer, "HTTP/1.1 200 OK\r\nA: ", "b"))) {
      assertThat(unreachable(house.send(server.url("/")))).contains("line length");
    }
  }

  @Test
  void takes_headers_just_under_the_limit() throws Exception {
    String line = "A: " + "b".repeat(16 * 1024 - 10) + "\r\n";
    String rest = "Content-Length: 0\r\n\r\n";
    try (ScriptedServer server =
        ScriptedServer.answering("HTTP/1.1 200 OK\r\n" + line.repeat(3) + rest)) {
      assertThat(answered(house.send(server.url("/"))).headers()).hasSize(4);
    }
    try (ScriptedServer server =
        ScriptedServer.answering("HTTP/1.1 200 OK\r\n" + line.repeat(4) + rest)) {
      assertThat(unreachable(house.send(server.url("/")))).contains("64 KB");
    }
  }

  private static void endless(ScriptedServer.Peer peer, String begin, String more)
      throws Exception {
    peer.readRequest();
    peer.write(begin);
    while (true) {
      peer.write(more.repeat(100));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|closed before an answer came",
        "HTTP/1.1 200 O|closed",
        "HTTP/1.1 200 OK~Content-Le|closed",
        "HTTP/1.1 200 OK~Content-Length: 9~|closed in the middle of the headers",
        "HTTP/1.1 200 OK~Content-Length: 9~~abc|the answer 200 broke off after 3 bytes of its body",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~abc|the answer 200 broke off after 3 bytes",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~zz~abc|the answer 200 broke off after 0 bytes",
        "HTTP/1.1 200 OK~Transfer-Encoding: gzip~~abc|not valid HTTP",
        "HTTP/1.1 200 OK~Content-Length: -9~~abc|not valid HTTP",
        "HTTP/1.1 200 OK~nonsense~~abc|not valid HTTP",
        "HTTP/1.1 099 OK~~|not valid HTTP",
        "HTTP/1.1 000 OK~~|not valid HTTP",
        "HTTP/1.1 200 OK~Content-Length: 99999999999999999999~~abc|not valid HTTP",
        "HTTP/1.1 101 Switching~~|not valid HTTP",
        "SSH-2.0-OpenSSH_9.6~~|not valid HTTP",
      })
  void says_how_an_answer_is_broken(String answer, String why) throws Exception {
    String bytes = answer == null ? "" : answer.replace("~", "\r\n");
    try (ScriptedServer server = once(bytes)) {
      assertThat(unreachable(house.send(server.url("/")))).contains(why);
    }
  }

  @Test
  void says_that_a_receiver_refuses_the_connection() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = closed.getLocalPort();
    }
    assertThat(unreachable(house.send(URI.create("http://127.0.0.1:" + port + "/"))))
        .isEqualTo("could not connect to 127.0.0.1 port " + port + ": connection refused");
  }

  @Test
  void says_that_a_host_is_not_known() {
    assertThat(unreachable(house.send(URI.create("http://no-such-host.invalid/"))))
        .isEqualTo("the host no-such-host.invalid is not known");
  }

  @Test
  void hears_a_receiver_that_answers_before_it_has_read_everything() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.write("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
          peer.socket.shutdownOutput();
          peer.awaitClose();
        })) {
      Request large =
          new Request(
              "POST",
              server.url("/"),
              List.of(),
              List.of(new byte[5_000_000]),
              SOON,
              request(server.url("/")).tls(),
              List.of());
      assertThat(answered(house.sender.send(large)).status()).isEqualTo(413);
    }
  }

  @Test
  void uses_a_fresh_connection_when_the_receiver_has_closed_an_idle_one() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.readRequest();
          peer.write(OK);
          peer.socket.close();
          closed.countDown();
        })) {
      house.send(server.url("/"));
      closed.await();
      house.skip(Duration.ofSeconds(1));

      assertThat(answered(house.send(server.url("/"))).status()).isEqualTo(200);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"29, 1", "31, 2"})
  void keeps_an_idle_connection_for_half_a_minute(int seconds, int connections) throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(OK)) {
      house.send(server.url("/"));
      house.skip(Duration.ofSeconds(seconds));
      house.send(server.url("/"));

      assertThat(server.connections()).isEqualTo(connections);
    }
  }

  @Test
  void sends_nothing_when_a_header_would_forge_another() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(OK)) {
      Request plain = request(server.url("/"));
      Request forged =
          new Request(
              "POST",
              plain.url(),
              List.of(new Header("X-Note", "a\r\nwebhook-id: forged")),
              plain.body(),
              SOON,
              plain.tls(),
              List.of());

      assertThatIllegalArgumentException().isThrownBy(() -> house.sender.send(forged));
      assertThat(server.requests()).isEmpty();
    }
  }

  private static ScriptedServer once(String answer) throws Exception {
    return new ScriptedServer(peer -> {
      peer.readRequest();
      peer.write(answer);
    });
  }

  private static String sized(int length) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + "x".repeat(length);
  }

  private static String chunked(int length) {
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
        .formatted(length, "x".repeat(length));
  }

  private static Answered answered(Sent sent) {
    assertThat(sent.outcome()).isInstanceOf(Answered.class);
    return (Answered) sent.outcome();
  }

  private static String unreachable(Sent sent) {
    assertThat(sent.outcome()).isInstanceOf(Unreachable.class);
    return ((Unreachable) sent.outcome()).why();
  }

  private static String text(Answered answered) {
    return new String(answered.head(), StandardCharsets.UTF_8);
  }
}
