package dev.posthouse;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.store.Database;
import dev.posthouse.testing.Databases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A world for each test, with what must always hold checked when it ends. The tests are run on
/// SQLite; `-Dposthouse.world=POSTGRES` runs them on PostgreSQL.
abstract class WorldFixture {
  static final String EVERY_5_S =
      ",'retry':{'strategy':'fixed','delay':'5s','maxAttempts':20},'timeout':'10s'";
  static final Databases.Kind KIND =
      Databases.Kind.valueOf(System.getProperty("posthouse.world", "SQLITE"));

  @TempDir Path folder;
  World world;
  private Database database;

  @BeforeEach
  void open() {
    Logs.level("off");
    database = Databases.open(KIND, folder.resolve("data"), InstantSource.system());
    world = new World(database, folder, 1, House.USUAL);
  }

  @AfterEach
  void close() {
    try {
      world.close();
    } finally {
      database.close();
      Logs.level("info");
    }
  }

  void publishSome(String type, int events) {
    for (int i = 0; i < events; i++) {
      world.publish(type, "{\"n\":" + i + "}");
    }
  }

  /// Publishes one event and returns its one delivery, committed but not handed over yet.
  DeliveryId committed(String type) {
    int before = world.ends().size();
    world.publish(type, "{}");
    while (world.ends().size() == before) {
      if (world.tasks.ready() > 0) {
        world.tasks.turn(0);
      } else {
        world.stepWriter();
      }
    }
    return world.delivery(before);
  }

  void seconds(long seconds) {
    world.advance(Duration.ofSeconds(seconds));
  }
}
