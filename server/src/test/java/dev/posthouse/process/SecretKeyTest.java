package dev.posthouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.process.Launch.Ended;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The key of the stored secrets, over the lives of a server.
class SecretKeyTest {
  private static final int ROUNDS = Integer.getInteger("posthouse.kill.rounds", 3);
  private static final int ENDPOINTS = 600;
  private static final URI RECEIVER = URI.create("https://shop.example/hook");

  @TempDir Path folder;
  private final Random random = new Random();

  @Test
  void every_secret_is_there_whenever_a_server_is_killed_that_changes_its_key() throws Exception {
    try (var house = new House(Launch.on(folder), House.Aftermath.NONE)) {
      List<String> paths = endpoints(house.client());
      for (int round = 0; round < ROUNDS; round++) {
        assertThat(house.client().post("/v1/secret-key/rotate", "").status()).isEqualTo(202);
        LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(100)));
        house.kill();
        house.start();
      }
      assertThat(sent(house.client(), paths.getLast())).contains("Bearer ***");
      while (house.client().get("/v1/secret-key").json().path("rotating").asBoolean()) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
      var keys = house.client().get("/v1/secret-key").json().path("keys");
      assertThat(keys).hasSize(1);
      assertThat(keys.path(0).path("secrets").asInt()).isEqualTo(ENDPOINTS);
    }
    assertThat(Files.readString(folder.resolve("secret.key"))).hasSize(45);
  }

  private static List<String> endpoints(Client client) throws Exception {
    var paths = new ArrayList<String>();
    for (int i = 0; i < ENDPOINTS; i++) {
      var made =
          client.endpoint(
              "e" + i, RECEIVER, ",\"auth\":{\"type\":\"bearer\",\"token\":\"t" + i + "\"}");
      paths.add("/v1/endpoints/" + made.path("id").asString());
    }
    return paths;
  }

  private static String sent(Client client, String path) throws Exception {
    return client.post(path + "/test", "").text();
  }

  @Test
  void a_start_without_the_key_or_with_another_one_ends() throws Exception {
    try (var house = new House(Launch.on(folder), House.Aftermath.NONE)) {
      var made = house.client().endpoint("e", RECEIVER, "");
      assertThat(made.path("id").asString()).startsWith("ep_");
    }
    String key = Files.readString(folder.resolve("secret.key")).strip();

    Files.delete(folder.resolve("secret.key"));
    refused(Launch.on(folder), "there is no key for them");
    assertThat(folder.resolve("secret.key")).doesNotExist();
    String other = "00".repeat(32);
    refused(
        Launch.on(folder).environment("POSTHOUSE_SECRET_KEY", other),
        "another key than that of POSTHOUSE_SECRET_KEY");
    refused(Launch.on(folder).environment("POSTHOUSE_SECRET_KEY", key + "x"), "must be 32 bytes");

    Launch.on(folder).environment("POSTHOUSE_SECRET_KEY", other + "," + key).start().close();
  }

  private static void refused(Launch launch, String told) throws Exception {
    Ended ended = launch.run();
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains(told).doesNotContain("\tat ");
  }
}
