package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.Endpoint;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorldOutageTest extends WorldFixture {
  @Test
  void while_the_database_is_away_publishes_are_refused_and_results_in_hand_are_kept() {
    world.endpoint("shop", EVERY_5_S);
    world.network.host("shop.test", Manner.answers(200).slowly(Duration.ofSeconds(2)));
    publishSome("shop.sold", 3);
    world.calm();
    world.database.goAway();
    seconds(4);
    var refused = world.publish("shop.sold", "{}");
    seconds(4);
    assertThat(refused.word()).isEqualTo("Busy");
    assertThat(world.ends()).hasSize(3).containsOnly("open");
    world.database.comeBack();
    seconds(1);
    assertThat(world.ends()).hasSize(3).containsOnly("delivered");
    assertThat(world.network.sent()).hasSize(3);
    var accepted = world.publish("shop.sold", "{}");
    seconds(3);
    assertThat(accepted.word()).isEqualTo("Accepted");
    assertThat(world.ends()).hasSize(4).containsOnly("delivered");
  }

  @Test
  void no_new_attempt_starts_while_results_cannot_be_written() {
    world.endpoint("shop", EVERY_5_S);
    world.network.host("shop.test", Manner.answers(500));
    publishSome("shop.sold", 5);
    world.calm();
    world.database.goAway();
    world.publish("shop.sold", "{}");
    world.network.host("shop.test", Manner.answers(200));
    seconds(60);
    assertThat(world.network.sent()).hasSize(5);
    world.database.comeBack();
    seconds(6);
    assertThat(world.ends()).hasSize(5).containsOnly("delivered");
  }

  @Test
  void a_publish_whose_commit_is_unknown_is_refused_but_loses_nothing() {
    world.endpoint("shop", EVERY_5_S);
    firstEventOfTheDay();
    world.database.loseAnswers(1);
    var unknown = world.publish("shop.sold", "{}");
    seconds(1);
    assertThat(unknown.word()).isEqualTo("Busy");
    assertThat(world.ends()).containsExactly("delivered");
    assertThat(world.network.sent()).hasSize(1);
  }

  @Test
  void a_result_whose_commit_is_unknown_is_written_once_and_nothing_is_sent_twice() {
    world.endpoint("shop", EVERY_5_S);
    world.network.host("shop.test", Manner.answers(200).slowly(Duration.ofSeconds(2)));
    publishSome("shop.sold", 5);
    seconds(1);
    world.database.loseAnswers(1);
    world.advance(Duration.ofMinutes(1));
    assertThat(world.ends()).hasSize(5).containsOnly("delivered");
    assertThat(world.network.sent()).hasSize(5);
    assertThat(world.books.attempts()).hasSize(5);
  }

  @Test
  void a_retry_whose_commit_is_unknown_keeps_its_time() {
    world.endpoint("shop", ",'retry':{'strategy':'list','delays':['100s']}");
    world.network.host("shop.test", Manner.answers(500).slowly(Duration.ofSeconds(2)));
    publishSome("shop.sold", 1);
    seconds(1);
    world.database.loseAnswers(1);
    seconds(90);
    assertThat(world.network.sent()).hasSize(1);
    seconds(30);
    assertThat(world.network.sent()).hasSize(2);
    assertThat(world.ends()).containsExactly("failed: exhausted");
  }

  @Test
  void a_change_whose_commit_is_unknown_is_in_force_once_the_database_is_back() {
    Endpoint shop = world.endpoint("shop", EVERY_5_S);
    firstEventOfTheDay();
    world.database.loseAnswers(1);
    var disabled = world.ask("configure", () -> world.people.patched(shop, "{'enabled':false}"));
    seconds(1);
    assertThat(disabled).isCompletedExceptionally();
    assertThat(world.app.catalogue.current().endpoint(shop.id()).orElseThrow().enabled()).isFalse();
    publishSome("shop.sold", 1);
    seconds(10);
    assertThat(world.network.sent()).isEmpty();
  }

  @Test
  void open_work_is_found_again_when_reading_works_again_later_than_writing() {
    world.endpoint("shop", EVERY_5_S);
    firstEventOfTheDay();
    world.database.loseAnswers(1);
    world.database.failReads(true);
    publishSome("shop.sold", 1);
    seconds(3);
    assertThat(world.network.sent()).isEmpty();
    world.database.comeBack();
    seconds(10);
    assertThat(world.ends()).containsExactly("delivered");
  }

  @Test
  void a_removal_during_an_outage_is_finished_later() {
    Endpoint shop = world.endpoint("shop", EVERY_5_S);
    world.network.host("shop.test", Manner.answers(500));
    publishSome("shop.sold", 10);
    world.calm();
    world.remove(shop);
    world.database.goAway();
    seconds(10);
    world.database.comeBack();
    world.advance(Duration.ofHours(2));
    assertThat(world.ends()).hasSize(10).containsOnly("cancelled: endpoint_removed");
  }

  /// Nobody wants it. On PostgreSQL it makes the day's partitions, in a commit of its own.
  private void firstEventOfTheDay() {
    world.publish("nobody.asked", "{}");
    world.calm();
  }
}
