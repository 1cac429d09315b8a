package dev.posthouse.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.posthouse.testing.Behaviour.Fault;
import dev.posthouse.testing.FaultyReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The database cannot be written to for a while: said plainly, mended by itself, nothing sent
/// twice.
class DatabaseAwayTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Test
  void a_locked_database_is_told_and_what_was_sent_is_not_sent_again() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    try (var receiver = FaultyReceiver.that(Fault.ANSWERS_WHEN_RELEASED);
        var posthouse = Launch.on(data).start()) {
      Client client = posthouse.client();
      sendFirst(client, receiver);

      try (var other = lock(data)) {
        receiver.release();
        refuses(client, "database", "lock");
        other.rollback();
      }
      goesOn(client, receiver);
    }
  }

  @Test
  void a_full_disk_is_told_and_what_was_sent_is_not_sent_again() throws Exception {
    assumeThat(SmallDisk.possible(folder)).as("this user may mount disks").isTrue();
    try (var disk = SmallDisk.mount(folder, 64);
        var receiver = FaultyReceiver.that(Fault.ANSWERS_WHEN_RELEASED);
        var posthouse = Launch.on(folder).start()) {
      Client client = posthouse.client();
      sendFirst(client, receiver);

      disk.fill();
      receiver.release();
      posthouse.logging().await("reason=DISK_FULL", SOON);
      refuses(client, "disk_full", "");
      assertThat(client.get("/v1/deliveries?state=pending").json().path("items")).hasSize(1);
      disk.empty();
      goesOn(client, receiver);
    }
  }

  private static void sendFirst(Client client, FaultyReceiver receiver) throws Exception {
    var endpoint = client.endpoint("shop", receiver.url("/hook"), "");
    client.subscription("orders", endpoint, "order.*");
    client.publish("order.created", "before");
    receiver.await(1, SOON);
  }

  private static void goesOn(Client client, FaultyReceiver receiver) throws Exception {
    client.await("/readyz", reply -> reply.status() == 200, SOON);
    assertThat(client.publish("order.created", "after").status()).isEqualTo(202);
    client.await(
        "/v1/deliveries?state=delivered", reply -> reply.json().path("items").size() == 2, SOON);
    assertThat(Bodies.ids(receiver.received())).containsExactly("before", "after");
  }

  private static void refuses(Client client, String code, String why) throws Exception {
    var refused = client.publish("order.created", "during");
    assertThat(refused.status()).as(refused.text()).isEqualTo(503);
    assertThat(refused.header("retry-after")).matches("[1-9]\\d*");
    assertThat(refused.json().path("code").asString()).isEqualTo(code);

    var readiness = client.get("/readyz");
    assertThat(readiness.status()).isEqualTo(503);
    assertThat(readiness.json().path("reasons").path(0).path("code").asString()).isEqualTo(code);
    assertThat(readiness.text()).contains(why);
  }

  private static Connection lock(Path data) throws Exception {
    Connection other = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("posthouse.db"));
    other.setAutoCommit(false);
    try (var statement = other.createStatement()) {
      statement.execute("update waiting set due = due where id = 0");
    }
    return other;
  }
}
