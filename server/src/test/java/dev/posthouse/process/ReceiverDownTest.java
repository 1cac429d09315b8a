package dev.posthouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.testing.Behaviour;
import dev.posthouse.testing.ClosedPort;
import dev.posthouse.testing.FaultyReceiver;
import dev.posthouse.testing.Received;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A receiver that is down for a while; `-Dposthouse.down.seconds=30` makes it a long while.
class ReceiverDownTest {
  private static final Duration DOWN =
      Duration.ofSeconds(Integer.getInteger("posthouse.down.seconds", 3));
  private static final Duration DELAY = Duration.ofSeconds(1);
  private static final int EVENTS = 50;

  /// From the end of the down time until all has come: one delay, and time for a busy machine.
  private static final Duration DUE_TIME = DELAY.plusSeconds(4);

  @TempDir Path folder;

  @Test
  void a_receiver_that_was_down_gets_everything_in_due_time() throws Exception {
    try (var posthouse = Launch.on(folder).start()) {
      var ids = new HashSet<String>();
      URI url;
      try (var closed = ClosedPort.take()) {
        url = closed.url("/hook");
        configure(posthouse.client(), url);
        for (int i = 0; i < EVENTS; i++) {
          ids.add("id-" + i);
          assertThat(posthouse.client().publish("order.created", "id-" + i).status())
              .isEqualTo(202);
        }
        awaitFirstAttempts(posthouse.client());
        LockSupport.parkNanos(DOWN.toNanos());
      }
      try (var receiver = FaultyReceiver.at(url.getPort(), Behaviour.OK)) {
        List<Received> received = receiver.await(EVENTS, DUE_TIME);

        assertThat(received).hasSize(EVENTS);
        assertThat(Set.copyOf(Bodies.ids(received))).isEqualTo(ids);
        posthouse.client().await("/metrics", ReceiverDownTest::allDelivered, DUE_TIME);
      }
    }
  }

  private static void configure(Client client, URI url) throws Exception {
    var endpoint =
        client.endpoint(
            "shop",
            url,
            """
            ,"retry":{"strategy":"fixed","delay":"1s","maxAttempts":1000}\
            ,"health":{"breaker":false}\
            """);
    client.subscription("orders", endpoint, "order.*");
  }

  private static void awaitFirstAttempts(Client client) throws Exception {
    client.await(
        "/v1/deliveries?state=pending", reply -> reply.json().path("items").isEmpty(), DUE_TIME);
  }

  private static boolean allDelivered(Client.Reply metrics) {
    return metrics.text().contains("posthouse_deliveries_delivered_total " + EVENTS + ".0");
  }
}
