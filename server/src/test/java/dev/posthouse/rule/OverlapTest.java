package dev.posthouse.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OverlapTest {
  @Test
  void counts_subscriptions_that_can_match_one_type() {
    List<List<TypePattern>> same = times(3, "a.b");
    assertThat(Overlap.mayExceed(4, same)).isFalse();
    assertThat(Overlap.mayExceed(3, same)).isFalse();
    assertThat(Overlap.mayExceed(2, same)).isTrue();
  }

  @Test
  void does_not_count_types_that_exclude_each_other() {
    List<List<TypePattern>> apart =
        IntStream.range(0, 5_000).mapToObj(i -> patterns("a.t" + i)).toList();
    assertThat(Overlap.mayExceed(1_000, apart)).isFalse();
    assertThat(Overlap.mayExceed(1_000, concat(apart, times(999, "a.*")))).isFalse();
    assertThat(Overlap.mayExceed(1_000, concat(apart, times(1_000, "a.*")))).isTrue();
    assertThat(Overlap.mayExceed(1_000, concat(apart, times(1_000, "*.x")))).isFalse();
    assertThat(Overlap.mayExceed(1_000, concat(apart, times(1_000, "*.t7")))).isTrue();
  }

  @Test
  void counts_a_subscription_once_whatever_its_patterns() {
    List<List<TypePattern>> several =
        IntStream.range(0, 10).mapToObj(i -> patterns("*", "a.*", "*.b", "a.b")).toList();
    assertThat(Overlap.mayExceed(10, several)).isFalse();
    assertThat(Overlap.mayExceed(9, several)).isTrue();
  }

  @Test
  void agrees_with_trying_every_type_of_a_small_world() {
    List<String> names = List.of("a", "b", "zz");
    List<String> types = new ArrayList<>(names);
    names.forEach(a -> names.forEach(b -> types.add(a + "." + b)));
    names.forEach(a -> names.forEach(b -> names.forEach(c -> types.add(a + "." + b + "." + c))));
    List<String> parts = List.of("a", "b", "*");
    Random dice = new Random(7);
    for (int round = 0; round < 300; round++) {
      List<List<TypePattern>> subscriptions =
          Stream.generate(() -> patterns(pattern(parts, dice), pattern(parts, dice)))
              .limit(6)
              .toList();
      long most =
          types.stream()
              .mapToLong(type ->
                  subscriptions.stream()
                      .filter(all -> all.stream().anyMatch(p -> p.matches(type)))
                      .count())
              .max()
              .orElse(0);
      assertThat(Overlap.mayExceed((int) most, subscriptions)).as("%s", subscriptions).isFalse();
      assertThat(Overlap.mayExceed((int) most - 1, subscriptions)).isTrue();
    }
  }

  private static String pattern(List<String> parts, Random dice) {
    return String.join(
        ".",
        Stream.generate(() -> parts.get(dice.nextInt(parts.size())))
            .limit(1 + dice.nextInt(3))
            .toList());
  }

  private static List<List<TypePattern>> times(int count, String pattern) {
    return IntStream.range(0, count).mapToObj(i -> patterns(pattern)).toList();
  }

  private static List<TypePattern> patterns(String... texts) {
    return Stream.of(texts).map(TypePattern::new).toList();
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
