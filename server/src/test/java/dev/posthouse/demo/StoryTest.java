package dev.posthouse.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.EventTypes;
import dev.posthouse.event.TenantId;
import dev.posthouse.eventtype.EventType;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoryTest {
  private static EventType type(String name) {
    return EventTypes.SHIPPED.find(new TenantId(1), name).orElseThrow();
  }

  @Test
  void every_event_is_as_its_type_wants_it_and_several_modules_take_part() {
    var story = new Story(name -> type(name).newest().sample(), new Random(1), 1_000);
    var modules = new HashSet<String>();

    for (int i = 0; i < 40; i++) {
      Story.Told told = story.next();
      modules.add(type(told.type()).module());
      assertThat(type(told.type()).newest().schema().check(told.data()))
          .as("%s", told.data())
          .isEmpty();
      assertThat(told.subject()).isNotEmpty();
    }

    assertThat(modules).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void a_newcomer_need_not_wait_for_the_first_failure() {
    var moods = new Moods();

    assertThat(moods.next().status()).isEqualTo(200);
    assertThat(moods.next().status()).isEqualTo(503);
    assertThat(moods.next().status()).isEqualTo(200);
  }
}
