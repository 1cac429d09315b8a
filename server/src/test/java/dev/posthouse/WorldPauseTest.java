package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Hold;
import dev.posthouse.config.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Pauses and releases while events go on coming, in a process that dies now and then.
class WorldPauseTest extends WorldFixture {
  private static final int ROUNDS = 12;
  private int number;

  @ParameterizedTest
  @EnumSource(Hold.Kind.class)
  void what_has_waited_goes_first_and_in_order_whatever_comes_meanwhile(Hold.Kind kind) {
    Endpoint shop = world.endpoint("shop", ",'concurrency':1");
    Subscription sold = world.app.catalogue.current().subscriptions(world.tenant()).getFirst();
    long resource = kind == Hold.Kind.ENDPOINT ? shop.id().value() : sold.id().value();

    for (int round = 0; round < ROUNDS; round++) {
      world.done("pause", () -> world.people.paused(kind, resource));
      for (int i = 0; i < 3; i++) {
        publish(1);
        world.calm();
      }
      if (round % 4 == 3) {
        world.restart();
      }
      seconds(1);
      int sent = world.network.sent().size();
      assertThat(world.books.waiting()).hasSize(3);

      world.start("release", () -> world.people.released(resource, Optional.empty()));
      turns(2 * round);
      publish(2);
      turns(3 * (round % 3));
      if (round % 3 == 2) {
        turns(round);
        world.restart();
        world.start("release", () -> world.people.released(resource, Optional.empty()));
      }
      seconds(30);

      assertThat(numbers(sent)).startsWith(number - 5, number - 4, number - 3);
      assertThat(world.books.waiting()).isEmpty();
    }
    assertThat(world.ends()).containsOnly("delivered");
  }

  private void publish(int events) {
    for (int i = 0; i < events; i++) {
      world.publish("shop.sold", "{\"n\":" + number++ + "}");
      turns(1);
    }
  }

  private void turns(int turns) {
    for (int i = 0; i < turns; i++) {
      var _ = world.turn();
    }
  }

  /// In the order in which they were first sent.
  private List<Integer> numbers(int from) {
    var sent = new ArrayList<>(world.network.sent());
    return IntStream.range(from, sent.size())
        .mapToObj(i -> new String(sent.get(i).body(), java.nio.charset.StandardCharsets.UTF_8))
        .map(body -> Integer.parseInt(body.replaceAll("(?s).*\"n\":(\\d+).*", "$1")))
        .distinct()
        .toList();
  }
}
