package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.bulk.Jobs;
import dev.posthouse.event.JobId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Work in bulk, in a process that dies again and again.
class WorldReplayTest extends WorldFixture {
  @Test
  void a_replay_that_is_killed_again_and_again_opens_each_delivery_once() {
    world.endpoint("shop", "");
    publishSome("shop.sold", 40);
    seconds(5);
    world.done("replay", () -> world.people.replayAll(10));

    for (int kills = 0; kills < 5; kills++) {
      world.advance(Duration.ofMillis(50));
      for (int turns = 0; turns < 7 + 3 * kills; turns++) {
        var _ = world.turn();
      }
      world.restart();
    }
    seconds(20);

    assertThat(world.ends()).hasSize(80).containsOnly("delivered");
    assertThat(world.books.number("select count(*) from job_delivery")).isEqualTo(40);
    String done =
        "select count(*) from job where state = 'done' and total = 40 and deliveries = 40";
    assertThat(world.books.number(done)).isEqualTo(1);
  }

  @Test
  void a_job_that_is_resumed_while_its_pause_is_noticed_goes_on() {
    world.endpoint("shop", "");
    publishSome("shop.sold", 60);
    seconds(5);
    JobId job = world.done("replay", () -> world.people.replayAll(1)).id();

    for (int i = 0; i < 50; i++) {
      world.time.pass(Duration.ofSeconds(1));
      world.start("pause", () -> world.people.wished(job, Jobs.Wish.PAUSE));
      world.start("resume", () -> world.people.wished(job, Jobs.Wish.RESUME));
      world.calm();
      if (world.books.number("select count(*) from job where state = 'running'") == 1) {
        assertThat(world.app.bulk.jobs.runner().nextWake()).isPresent();
      }
    }
  }
}
