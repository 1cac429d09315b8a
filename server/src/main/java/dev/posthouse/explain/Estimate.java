package dev.posthouse.explain;

import dev.posthouse.rule.Words;
import java.time.Duration;
import java.util.OptionalLong;

/// How many deliveries a day a draft would cause, going by what came of late; and what that rests
/// on, in words. Without anything to rest on there is no number.
public record Estimate(OptionalLong perDay, Words basis) {
  static final Duration DAY = Duration.ofDays(1);

  /// Fewer than this tell nothing about a day.
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  /// What was counted.
  ///
  /// @param events those that were looked at
  /// @param span within which they came: a day, or less if there were too many to look at all
  /// @param wanted those of the draft's types
  /// @param tried those of the wanted that it was tried on
  /// @param passed those of the tried that it would get
  /// @param tries whether it may leave out any that are of its types
  /// @param compared whether because nothing changed in them
  record Counted(
      int events,
      Duration span,
      int wanted,
      int tried,
      int passed,
      boolean tries,
      boolean compared) {
    boolean whole() {
      return span.equals(DAY);
    }
  }

  static Estimate of(Counted counted) {
    if (counted.events() == 0) {
      return none(new Words("no events came in the last 24 hours", "最近 24 小时没有事件"));
    }
    if (counted.span().compareTo(SHORTEST) < 0) {
      return none(
          new Words(
              "the newest %,d events came within a minute, which tells nothing about a day"
                  .formatted(counted.events()),
              "最新的 %,d 个事件在一分钟之内到来，无法据此估计一天的数量".formatted(counted.events())));
    }
    if (counted.tries() && counted.wanted() > 0 && counted.tried() == 0) {
      return none(new Words("the filter could not be tried on recent events", "未能用近期事件试算筛选器"));
    }
    double share = counted.tried() == 0 ? 1 : (double) counted.passed() / counted.tried();
    double days = (double) counted.span().toMillis() / DAY.toMillis();
    Words basis = types(counted);
    if (counted.tried() > 0) {
      basis = also(basis, filter(counted));
    }
    if (!counted.whole()) {
      basis = also(basis, new Words("taken to a whole day", "按此折算为一天"));
    }
    return new Estimate(OptionalLong.of(Math.round(counted.wanted() * share / days)), basis);
  }

  private static Estimate none(Words why) {
    return new Estimate(OptionalLong.empty(), why);
  }

  private static Words types(Counted counted) {
    if (counted.whole()) {
      return new Words(
          "%,d events came in the last 24 hours, %,d of them of these types"
              .formatted(counted.events(), counted.wanted()),
          "最近 24 小时有 %,d 个事件，其中 %,d 个属于这些类型".formatted(counted.events(), counted.wanted()));
    }
    long minutes = counted.span().toMinutes();
    return new Words(
        "the newest %,d events came within %,d minutes, %,d of them of these types"
            .formatted(counted.events(), minutes, counted.wanted()),
        "最新的 %,d 个事件在 %,d 分钟内到来，其中 %,d 个属于这些类型"
            .formatted(counted.events(), minutes, counted.wanted()));
  }

  private static Words filter(Counted counted) {
    if (counted.compared()) {
      return new Words(
          "of the newest %,d of these, %,d pass the filter and show a change"
              .formatted(counted.tried(), counted.passed()),
          "这些类型最新的 %,d 个事件中，%,d 个通过筛选器且有变化".formatted(counted.tried(), counted.passed()));
    }
    return new Words(
        "of the newest %,d of these, %,d pass the filter"
            .formatted(counted.tried(), counted.passed()),
        "这些类型最新的 %,d 个事件中，%,d 个通过筛选器".formatted(counted.tried(), counted.passed()));
  }

  private static Words also(Words one, Words other) {
    return new Words(one.english() + "; " + other.english(), one.chinese() + "；" + other.chinese());
  }
}
