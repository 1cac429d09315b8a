package dev.posthouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// As the kill suite, and what the server never had synced is lost with it.
class SqlitePowerCutTest extends KillContract {
  private static final int MOST_TRIES = 3;
  private static final int EVENTS = 30;

  private FragileDisk disk;

  @BeforeEach
  void puts_the_data_on_a_fragile_disk() throws Exception {
    disk = FragileDisk.under(Files.createDirectory(folder.resolve("data")));
  }

  @Override
  Launch launch() {
    return disk.under(Launch.on(disk.folder()));
  }

  @Override
  int rounds() {
    return Integer.getInteger("posthouse.kill.rounds", 2);
  }

  @Override
  House.Aftermath aftermath() {
    return PowerCut.of(disk, new Random());
  }

  @Test
  void the_keys_of_a_first_start_are_on_the_disk_before_they_are_told() throws Exception {
    Launch launch = disk.under(Launch.bare("--port", "0", "--data", disk.folder() + ""));
    try (var house = new House(launch, PowerCut.worst(disk))) {
      Client client = house.client();
      client.endpoint("shop", URI.create("https://example.com/hook"), "");
      house.kill();
      house.start();

      assertThat(client.get("/v1/endpoints").text()).contains("shop");
    }
  }

  /// The suite can fail: this is what it would see without the syncs.
  @Test
  void a_disk_that_never_synced_is_found_out() throws Exception {
    boolean found = false;
    for (int i = 0; i < MOST_TRIES && !found; i++) {
      found = loses(FragileDisk.under(Files.createDirectory(folder.resolve("lying-" + i))));
    }
    assertThat(found).isTrue();
  }

  private static boolean loses(FragileDisk lying) throws Exception {
    var cut = PowerCut.lying(lying, new Random());
    try (var house = new House(lying.under(Launch.on(lying.folder())), cut)) {
      var accepted = new ArrayList<String>();
      for (int i = 0; i < EVENTS; i++) {
        Client.Reply reply = house.client().publish("order.created", "id-" + i);
        accepted.add(reply.json().path("id").asString());
      }
      house.kill();
      assertThat(cut.undone()).isPositive();
      return !tells(house, accepted);
    }
  }

  /// Whether the next server knows of these events.
  private static boolean tells(House house, List<String> events) throws Exception {
    try {
      house.start();
    } catch (AssertionError didNotStart) {
      return false;
    }
    for (String event : events) {
      if (house.client().get("/v1/events/" + event).status() != 200) {
        return false;
      }
    }
    return true;
  }
}
