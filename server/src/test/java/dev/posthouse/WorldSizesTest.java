package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.access.Actor;
import dev.posthouse.access.TenantForm;
import dev.posthouse.event.Origin;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Database;
import dev.posthouse.testing.Databases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What goes when a tenant has no room for more.
class WorldSizesTest {
  private static final String DATA = "{\"a\":\"" + "x".repeat(992) + "\"}";

  private static final String SOLD_AND_PAID =
      """
      {'retention':{'events':'30d','size':'4KB',
        'types':[{'type':'*.paid','events':'30d','size':'1KB'}]}}
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void the_newest_stay_as_far_as_their_tenant_has_room(Databases.Kind kind) {
    Logs.level("off");
    try (Database database = Databases.open(kind, folder.resolve("data"), InstantSource.system());
        var world = new World(database, folder, 1, new House(64, Duration.ofMinutes(1)))) {
      world.endpoint("shop", "");
      world.done("tenant", () -> world.app.tenants.create(Actor.SYSTEM, "east"));
      var east = new People(world, "east");
      keep(world, east.tenant(), "{'retention':{'events':'30d'}}");
      keep(world, world.tenant(), "{'retention':{'events':'30d'}}");
      for (int i = 0; i < 8; i++) {
        world.publish("shop.sold", DATA);
        world.publish("shop.paid", DATA);
        world.publish(east.event("shop.sold", new Origin("", ""), DATA));
        world.advance(Duration.ofMinutes(3));
      }
      assertThat(stored(world)).isEqualTo("8 8 8");
      long last = world.books.number("select max(id) from event");

      keep(world, world.tenant(), SOLD_AND_PAID);
      world.advance(Duration.ofMinutes(2));
      assertThat(stored(world)).as("one that passes each size stays").isEqualTo("5 2 8");
      assertThat(world.ends()).hasSize(7);
      assertThat(world.books.number("select max(id) from event")).isEqualTo(last);

      world.publish("shop.sold", DATA);
      world.publish("shop.paid", DATA);
      world.advance(Duration.ofMinutes(3));
      assertThat(stored(world)).isEqualTo("5 2 8");

      world.advance(Duration.ofDays(3));
      assertThat(world.books.number("select count(*) from stat_minute")).isZero();
      assertThat(stored(world)).isEqualTo("5 2 8");

      keep(world, world.tenant(), "{'retention':{'events':'30d','size':'2KB'}}");
      world.publish("shop.sold", DATA);
      world.publish("shop.sold", DATA);
      world.publish("shop.sold", DATA);
      world.advance(Duration.ofMinutes(2));
      assertThat(stored(world)).isEqualTo("3 0 8");
      assertThat(world.ends()).containsExactly("delivered", "delivered", "delivered");
    } finally {
      Logs.level("info");
    }
  }

  private static void keep(World world, TenantId of, String terms) {
    world.done(
        "keep",
        () ->
            world.app.tenants.change(
                Actor.SYSTEM, of, tenant -> TenantForm.read(People.json(terms), tenant)));
  }

  /// Sold and paid here, all in the east.
  private static String stored(World world) {
    String count = "select count(*) from event where tenant %s " + world.tenant().value();
    return "%d %d %d"
        .formatted(
            world.books.number(count.formatted("=") + " and type = 'shop.sold'"),
            world.books.number(count.formatted("=") + " and type = 'shop.paid'"),
            world.books.number(count.formatted("<>")));
  }
}
