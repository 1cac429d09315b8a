package dev.posthouse.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.posthouse.testing.Behaviour.Answer;
import dev.posthouse.testing.Behaviour.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultyReceiverTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void stop() {
    client.shutdownNow();
  }

  @Test
  void answers_and_remembers_what_it_was_sent() throws Exception {
    try (var receiver = FaultyReceiver.that(Behaviour.OK)) {
      long before = System.nanoTime();
      byte[] body = {0, -1, 13, 10};
      HttpRequest request =
          HttpRequest.newBuilder(receiver.url("/a?b=c"))
              .header("X-One", "1")
              .header("X-One", "2")
              .PUT(BodyPublishers.ofByteArray(body))
              .build();

      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);

      Received received = receiver.received().getFirst();
      assertThat(received.method()).isEqualTo("PUT");
      assertThat(received.path()).isEqualTo("/a?b=c");
      assertThat(received.header("x-one")).containsExactly("1", "2");
      assertThat(received.body()).isEqualTo(body);
      assertThat(received.nanos()).isBetween(before, System.nanoTime());
    }
  }

  @Test
  void reads_a_body_in_chunks() throws Exception {
    try (var receiver = FaultyReceiver.that(Behaviour.OK)) {
      byte[] body = "x".repeat(100_000).getBytes(UTF_8);
      var unknownLength = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));

      client.send(
          HttpRequest.newBuilder(receiver.url("/")).POST(unknownLength).build(),
          BodyHandlers.discarding());

      assertThat(receiver.received().getFirst().body()).isEqualTo(body);
    }
  }

  @Test
  void follows_its_script_and_repeats_the_last() throws Exception {
    Answer created = new Answer(201, List.of("x-a: b"), "多");
    URI elsewhere = URI.create("http://127.0.0.1:1/");
    try (var receiver =
        FaultyReceiver.that(
            Behaviour.ERROR,
            Behaviour.GONE,
            Behaviour.tooManyRequests("120"),
            Behaviour.redirect(elsewhere),
            Behaviour.status(204),
            created)) {
      assertThat(post(receiver).statusCode()).isEqualTo(500);
      assertThat(post(receiver).statusCode()).isEqualTo(410);
      HttpResponse<String> slowDown = post(receiver);
      assertThat(slowDown.statusCode()).isEqualTo(429);
      assertThat(slowDown.headers().firstValue("retry-after")).contains("120");
      assertThat(post(receiver).headers().firstValue("location")).contains("http://127.0.0.1:1/");
      assertThat(post(receiver).statusCode()).isEqualTo(204);
      assertThat(post(receiver).body()).isEqualTo("多");
      assertThat(post(receiver).headers().firstValue("x-a")).contains("b");
    }
  }

  @Test
  void begins_another_script_when_told_to() throws Exception {
    try (var receiver = FaultyReceiver.that(Behaviour.ERROR)) {
      post(receiver);
      receiver.behave(Behaviour.GONE, Behaviour.OK);

      assertThat(post(receiver).statusCode()).isEqualTo(410);
      assertThat(post(receiver).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void keeps_the_connection_after_an_answer() throws Exception {
    try (var receiver = FaultyReceiver.that(Behaviour.ERROR, Behaviour.status(204), Behaviour.OK)) {
      post(receiver);
      post(receiver);
      post(receiver);

      assertThat(receiver.received()).extracting(Received::connection).containsExactly(0, 0, 0);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOSES_WITHOUT_ANSWER", "CLOSES_IN_MID_ANSWER", "ENDLESS_HEADERS"})
  void breaks_the_exchange(Fault fault) throws Exception {
    try (var receiver = FaultyReceiver.that(fault)) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> post(receiver))
          .isNotInstanceOf(HttpTimeoutException.class);
    }
  }

  @Test
  void keeps_a_request_waiting_until_the_client_gives_up() throws Exception {
    try (var receiver = FaultyReceiver.that(Fault.NEVER_ANSWERS, Behaviour.OK)) {
      HttpRequest impatient =
          HttpRequest.newBuilder(receiver.url("/")).timeout(Duration.ofMillis(200)).build();

      assertThatExceptionOfType(HttpTimeoutException.class)
          .isThrownBy(() -> client.send(impatient, BodyHandlers.discarding()));
      assertThat(post(receiver).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void sends_an_endless_body() throws Exception {
    try (var receiver = FaultyReceiver.that(Fault.ENDLESS_BODY);
        InputStream body =
            client
                .send(
                    HttpRequest.newBuilder(receiver.url("/")).build(), BodyHandlers.ofInputStream())
                .body()) {
      assertThat(body.readNBytes(1_000_000)).hasSize(1_000_000);
    }
  }

  @Test
  void drips_one_byte_at_a_time() throws Exception {
    try (var receiver = FaultyReceiver.that(Fault.DRIPS);
        Socket raw = connect(receiver)) {
      long before = System.nanoTime();
      raw.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));

      assertThat(raw.getInputStream().readNBytes(8)).asString(UTF_8).isEqualTo("HTTP/1.1");
      assertThat(System.nanoTime() - before).isGreaterThan(7 * FaultyReceiver.DRIP.toNanos());
    }
  }

  @Test
  void answers_when_released() throws Exception {
    try (var receiver = FaultyReceiver.that(Fault.ANSWERS_WHEN_RELEASED)) {
      CompletableFuture<HttpResponse<Void>> answer =
          client.sendAsync(
              HttpRequest.newBuilder(receiver.url("/")).build(), BodyHandlers.discarding());
      receiver.await(1, SOON);
      assertThat(answer).isNotDone();

      receiver.release();

      assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      assertThat(post(receiver).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void says_how_many_requests_came_when_too_few_did() throws Exception {
    try (var receiver = FaultyReceiver.that(Behaviour.OK)) {
      post(receiver);

      assertThat(receiver.await(1, Duration.ZERO)).hasSize(1);
      assertThatExceptionOfType(AssertionError.class)
          .isThrownBy(() -> receiver.await(2, Duration.ofMillis(20)))
          .withMessage("Received 1 requests, not 2, in PT0.02S");
    }
  }

  @ParameterizedTest
  @EnumSource
  void ends_everything_when_closed(Fault fault) throws Exception {
    var receiver = FaultyReceiver.that(fault);
    try (Socket raw = connect(receiver)) {
      raw.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
      receiver.await(1, SOON);

      receiver.close();

      assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(receiver).close());
    }
  }

  @Test
  void refuses_at_a_closed_port() {
    try (var port = ClosedPort.take()) {
      assertThatExceptionOfType(ConnectException.class)
          .isThrownBy(
              () -> new Socket(InetAddress.getLoopbackAddress(), port.url("/").getPort()).close());
    }
  }

  private HttpResponse<String> post(FaultyReceiver receiver)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(receiver.url("/")).POST(BodyPublishers.ofString("{}")).build(),
        BodyHandlers.ofString());
  }

  private static Socket connect(FaultyReceiver receiver) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), receiver.url("/").getPort());
  }
}
