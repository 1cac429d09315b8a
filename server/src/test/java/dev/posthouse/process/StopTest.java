package dev.posthouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.testing.Behaviour;
import dev.posthouse.testing.Behaviour.Fault;
import dev.posthouse.testing.FaultyReceiver;
import dev.posthouse.testing.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// How a server ends, and what the next one takes up.
class StopTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int ENDED_BY_SIGTERM = 143;

  @TempDir Path folder;

  private static String send(PosthouseProcess posthouse, FaultyReceiver receiver, String more)
      throws Exception {
    Client client = posthouse.client();
    JsonNode endpoint = client.endpoint("shop", receiver.url("/hook"), more);
    client.subscription("orders", endpoint, "order.*");
    JsonNode published = client.publish("order.created", "1").json();
    receiver.await(1, SOON);
    return published.path("id").asString();
  }

  private static JsonNode delivery(PosthouseProcess posthouse, String event, String state)
      throws Exception {
    return posthouse
        .client()
        .await(
            "/v1/events/" + event + "/deliveries",
            reply -> state.equals(only(reply).path("state").asString()),
            SOON)
        .json()
        .path("items")
        .path(0);
  }

  private static JsonNode only(Client.Reply reply) {
    return reply.json().path("items").path(0);
  }

  @Test
  void running_attempts_finish_before_the_end() throws Exception {
    try (var receiver = FaultyReceiver.that(Fault.ANSWERS_WHEN_RELEASED)) {
      String event;
      try (var posthouse = Launch.on(folder).start()) {
        event = send(posthouse, receiver, "");

        posthouse.terminate();
        posthouse.logging().await("stopping", SOON);
        assertThat(posthouse.client().isReady()).isFalse();
        assertThat(posthouse.isAlive()).isTrue();

        receiver.release();
        assertThat(posthouse.awaitExit()).isZero();
      }
      try (var next = Launch.on(folder).start()) {
        delivery(next, event, "delivered");
        assertThat(receiver.received()).hasSize(1);
      }
    }
  }

  @Test
  void a_second_signal_ends_at_once_and_the_attempt_is_made_again() throws Exception {
    try (var receiver = FaultyReceiver.that(Fault.NEVER_ANSWERS)) {
      String event;
      try (var posthouse = Launch.on(folder).start()) {
        event = send(posthouse, receiver, "");

        posthouse.terminate();
        posthouse.logging().await("stopping", SOON);
        posthouse.terminate();
        assertThat(posthouse.awaitExit()).isEqualTo(ENDED_BY_SIGTERM);
      }
      receiver.behave(Behaviour.OK);
      try (var next = Launch.on(folder).start()) {
        List<Received> both = receiver.await(2, SOON);
        assertThat(both.get(1).header("webhook-id")).isEqualTo(both.get(0).header("webhook-id"));
        delivery(next, event, "delivered");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_next_server_goes_on_at_the_due_time(boolean killed) throws Exception {
    var delay = Duration.ofSeconds(5);
    try (var receiver = FaultyReceiver.that(Behaviour.ERROR, Behaviour.OK)) {
      String event;
      try (var posthouse = Launch.on(folder).start()) {
        event =
            send(
                posthouse,
                receiver,
                """
                ,"retry":{"strategy":"fixed","delay":"5s"}\
                """);
        delivery(posthouse, event, "retrying");
        if (killed) {
          posthouse.kill9();
        } else {
          posthouse.terminate();
          assertThat(posthouse.awaitExit()).isZero();
        }
      }
      try (var next = Launch.on(folder).start()) {
        List<Received> both = receiver.await(2, SOON);
        assertThat(both.get(1).nanos() - both.get(0).nanos())
            .isGreaterThanOrEqualTo(delay.toNanos());
        assertThat(delivery(next, event, "delivered").path("attempts").asInt()).isEqualTo(2);
      }
    }
  }
}
