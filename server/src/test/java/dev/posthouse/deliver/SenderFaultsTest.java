package dev.posthouse.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.testing.Behaviour.Fault;
import dev.posthouse.testing.FaultyReceiver;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every misbehaviour there is a name for.
class SenderFaultsTest {
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  @ParameterizedTest
  @EnumSource(Fault.class)
  void every_fault_ends_in_time_as_what_it_is(Fault fault) {
    try (SenderHouse house = SenderHouse.open();
        FaultyReceiver receiver = FaultyReceiver.that(fault)) {
      Sent sent = house.sender.send(SenderHouse.within(TIMEOUT, receiver.url("/")));

      assertThat(sent.outcome().kind()).isEqualTo(kind(fault));
      assertThat(sent.total()).isLessThan(TIMEOUT.plusSeconds(2));
    }
  }

  private static String kind(Fault fault) {
    return switch (fault) {
      case CLOSES_WITHOUT_ANSWER, CLOSES_IN_MID_ANSWER, ENDLESS_HEADERS -> "unreachable";
      case NEVER_ANSWERS, ANSWERS_WHEN_RELEASED, DRIPS -> "timed_out";
      case ENDLESS_BODY -> "answered";
    };
  }
}
