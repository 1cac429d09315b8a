package dev.posthouse.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.rule.Filter;
import dev.posthouse.rule.TypePattern;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
final class OverlapsTest {
  @Test
  void a_thousand_subscriptions_may_match_one_type_and_no_more() {
    List<Subscription> others = LongStream.range(1, 1_000).mapToObj(OverlapsTest::wide).toList();
    assertThatCode(() -> Overlaps.refuseTooMany(wide(1_000), others)).doesNotThrowAnyException();
    List<Subscription> more = LongStream.range(1, 1_001).mapToObj(OverlapsTest::wide).toList();
    assertThatThrownBy(() -> Overlaps.refuseTooMany(wide(1_001), more))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("/types: more than 1000");
  }

  @Test
  void those_that_are_disabled_do_not_count() {
    List<Subscription> more = LongStream.range(1, 1_001).mapToObj(OverlapsTest::wide).toList();
    assertThatCode(() -> Overlaps.refuseTooMany(subscription(1_001, false), more))
        .doesNotThrowAnyException();
    List<Subscription> disabled =
        LongStream.range(1, 1_001).mapToObj(id -> subscription(id, false)).toList();
    assertThatCode(() -> Overlaps.refuseTooMany(wide(1_001), disabled)).doesNotThrowAnyException();
  }

  private static Subscription wide(long id) {
    return subscription(id, true);
  }

  private static Subscription subscription(long id, boolean enabled) {
    return new Subscription(
        new SubscriptionId(id),
        new TenantId(1),
        "s" + id,
        id,
        new EndpointId(1),
        List.of(new TypePattern("order.*")),
        Filter.compile(List.of()),
        Subscription.Body.STANDARD,
        enabled);
  }
}
