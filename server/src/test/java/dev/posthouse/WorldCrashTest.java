package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.accept.Acceptance;
import dev.posthouse.event.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorldCrashTest extends WorldFixture {
  @Test
  void a_kill_between_commit_and_hand_over_loses_nothing() {
    world.endpoint("shop", EVERY_5_S);
    committed("shop.sold");
    assertThat(world.network.sent()).isEmpty();
    world.restart();
    world.calm();
    assertThat(world.ends()).containsExactly("delivered");
  }

  @Test
  void a_kill_during_a_send_sends_again_with_the_same_id_and_number() {
    world.endpoint("shop", EVERY_5_S);
    world.network.host("shop.test", Manner.hangs());
    publishSome("shop.sold", 1);
    world.calm();
    world.restart();
    world.network.host("shop.test", Manner.answers(200));
    world.calm();
    world.restart();
    seconds(60);
    List<FakeNetwork.Sending> sent = world.network.sent();
    assertThat(sent)
        .hasSize(2)
        .extracting(FakeNetwork.Sending::webhookId)
        .containsOnly(sent.getFirst().webhookId());
    assertThat(sent).extracting(sending -> sending.header("posthouse-attempt")).containsOnly("1");
    assertThat(world.ends()).containsExactly("delivered");
  }

  @Test
  void a_kill_before_the_result_is_written_sends_again() {
    world.endpoint("shop", EVERY_5_S);
    committed("shop.sold");
    while (world.tasks.ready() > 0) {
      world.tasks.turn(0);
    }
    assertThat(world.network.sent()).hasSize(1);
    assertThat(world.ends()).containsExactly("open");
    world.restart();
    world.calm();
    assertThat(world.network.sent()).hasSize(2);
    assertThat(world.ends()).containsExactly("delivered");
  }

  @Test
  void the_schedule_of_retries_is_kept_across_a_restart() {
    world.endpoint("shop", ",'retry':{'strategy':'list','delays':['100s','1000s']}");
    world.network.host("shop.test", Manner.answers(500));
    publishSome("shop.sold", 1);
    world.calm();
    Instant due = world.app.dispatcher.nextWake().orElseThrow();
    seconds(50);
    world.restart();
    world.calm();
    assertThat(world.app.dispatcher.nextWake()).contains(due);
    assertThat(world.network.sent()).hasSize(1);
    seconds(61);
    assertThat(world.network.sent()).hasSize(2);
    world.restart();
    world.advance(Duration.ofMinutes(20));
    assertThat(world.ends()).containsExactly("failed: exhausted");
    assertThat(world.network.sent()).hasSize(3);
  }

  @Test
  void a_publish_without_an_answer_may_be_repeated_under_its_id() {
    world.endpoint("shop", EVERY_5_S);
    var event = world.people.event("shop.sold", new Origin("till", "4711"), "{}");
    var lost = world.publish(event);
    while (world.ends().isEmpty()) {
      world.tasks.turn(0);
      world.stepWriter();
    }
    world.restart();
    assertThat(lost.word()).isEqualTo("unanswered");
    var again = world.publish(event);
    world.calm();
    assertThat(again.answer().join())
        .isInstanceOfSatisfying(
            Acceptance.Accepted.class,
            accepted ->
                assertThat(accepted.results().getFirst())
                    .isInstanceOf(Acceptance.Result.Duplicate.class));
    assertThat(world.ends()).containsExactly("delivered");
  }
}
