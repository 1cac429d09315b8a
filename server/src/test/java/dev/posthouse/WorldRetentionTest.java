package dev.posthouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.access.Actor;
import dev.posthouse.access.TenantForm;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.store.Database;
import dev.posthouse.testing.Databases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What goes when, as days pass.
class WorldRetentionTest {
  private static final String PAID_LONGER_AND_ITS_DATA_SHORTER =
      "{'retention':{'types':[{'type':'shop.paid','events':'10h','payloads':'30m'}]}}";

  private static final String PAID_KEPT_LONGER =
      "{'retention':{'types':[{'type':'shop.paid','payloads':'2h'}]}}";

  private static final String VALUES =
      "[{\\\"path\\\":\\\"n\\\",\\\"before\\\":41,\\\"after\\\":42}]";
  private static final String DECIDED =
      "{\"subscriptions\":[{\"id\":\"%s\",\"finding\":\"changed\",\"changes\":\"%s\"}]}"
          .formatted(new SubscriptionId(7), VALUES);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void each_type_is_kept_as_its_tenant_says(Databases.Kind kind) {
    Logs.level("off");
    try (Database database = Databases.open(kind, folder.resolve("data"), InstantSource.system());
        var world = new World(database, folder, 1, new House(64, Duration.ofHours(1)))) {
      world.endpoint("shop", "");
      world.done(
          "keep",
          () ->
              world.app.tenants.change(
                  Actor.SYSTEM,
                  world.tenant(),
                  tenant ->
                      TenantForm.read(People.json(PAID_LONGER_AND_ITS_DATA_SHORTER), tenant)));
      world.publish("shop.sold", "{}");
      world.publish("shop.paid", "{}");
      world.calm();
      world.done(
          "decide",
          () ->
              world.app.around.tasks().await(world.app.ledger.change(WorldRetentionTest::decide)));

      world.advance(Duration.ofMinutes(40));
      assertThat(world.books.number("select count(*) from event")).isEqualTo(2);
      assertThat(world.books.number("select count(*) from event where data_removed <> 0"))
          .isEqualTo(1);
      assertThat(
              world.books.number(
                  """
                  select count(*) from event where length(data) = 0 and length(headers) = 0
                    and length(decisions) between 1 and %d
                  """
                      .formatted(DECIDED.length() - VALUES.length())))
          .isEqualTo(1);
      assertThat(world.ends()).containsExactly("delivered", "delivered");

      world.advance(Duration.ofMinutes(90));
      assertThat(world.books.number("select count(*) from event where type = 'shop.paid'"))
          .isEqualTo(1);
      assertThat(world.ends()).containsExactly("delivered");

      world.advance(Duration.ofHours(9));
      assertThat(world.books.number("select count(*) from event")).isZero();
      assertThat(world.ends()).isEmpty();
    } finally {
      Logs.level("info");
    }
  }

  @Test
  void the_house_keeps_data_shorter_than_events_unless_a_tenant_says_otherwise() {
    Logs.level("off");
    var keeps = new House(64, Duration.ofHours(5), Optional.of(Duration.ofHours(1)));
    Path data = folder.resolve("data");
    try (Database database = Databases.open(Databases.Kind.SQLITE, data, InstantSource.system());
        var world = new World(database, folder, 1, keeps)) {
      world.publish("shop.sold", "{}");
      world.done(
          "keep",
          () ->
              world.app.tenants.change(
                  Actor.SYSTEM,
                  world.tenant(),
                  tenant -> TenantForm.read(People.json(PAID_KEPT_LONGER), tenant)));
      world.publish("shop.paid", "{}");

      world.advance(Duration.ofMinutes(70));
      assertThat(world.books.number("select count(*) from event where data_removed <> 0"))
          .isEqualTo(1);
      world.advance(Duration.ofHours(1));
      assertThat(world.books.number("select count(*) from event where data_removed <> 0"))
          .isEqualTo(2);
      assertThat(world.books.number("select count(*) from event")).isEqualTo(2);
    } finally {
      Logs.level("info");
    }
  }

  /// As it is with what a source received, for a subscription that asks what has changed.
  private static int decide(Handle db) {
    return db.execute(
        "update event set headers = ?, decisions = ?",
        "{}".getBytes(UTF_8),
        DECIDED.getBytes(UTF_8));
  }
}
