package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.Endpoint;
import dev.posthouse.testing.Databases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldTest {
  private static final String QUICK = ",'retry':{'strategy':'fixed','delay':'5s'}";

  @TempDir Path folder;

  @Test
  void the_same_seed_twice_tells_the_same_story() {
    assertThat(story(7, "a")).isEqualTo(story(7, "b")).contains("answer");
  }

  @Test
  void another_seed_tells_another_story() {
    assertThat(story(7, "a")).isNotEqualTo(story(8, "b"));
  }

  private String story(long seed, String name) {
    Path place = folder.resolve(name);
    try (var database = Databases.open(Databases.Kind.SQLITE, place, InstantSource.system());
        var world = new World(database, place, seed, House.USUAL)) {
      Endpoint shop = world.endpoint("shop", QUICK);
      world.endpoint("erp", QUICK);
      world.network.host("erp.test", Manner.refuses());
      for (int i = 0; i < 10; i++) {
        world.publish("shop.sold", "{\"n\":" + i + "}");
        world.publish("erp.booked", "{\"n\":" + i + "}");
        world.turn();
      }
      world.advance(Duration.ofSeconds(7));
      world.publish("shop.sold", "{}");
      world.restart();
      world.patch(shop, "{'enabled':false}");
      world.advance(Duration.ofSeconds(30));
      return world.story();
    }
  }
}
