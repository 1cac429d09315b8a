package dev.posthouse.explain;

import dev.posthouse.rule.TypePattern;
import dev.posthouse.rule.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// When a question is asked about: the time of routing, or the present. Tells for people why a
/// subscription stands as it does.
public enum Moment {
  THEN,
  NOW;

  /// Patterns that are shown of a subscription that wants other types.
  private static final int PATTERNS_SHOWN = 5;

  /// Empty where a match needs no comment.
  public Optional<Words> because(Standing standing) {
    return switch (standing) {
      case Standing.Matched yes -> yes.endpointEnabled() ? Optional.empty() : Optional.of(held());
      case Standing.OtherType other -> Optional.of(otherType(other));
      case Standing.Filtered no -> Optional.of(no.because());
      case Standing.Disabled off -> Optional.of(off.endpointGone() ? endpointGone() : disabled());
      case Standing.Absent away -> Optional.of(absent());
    };
  }

  private Words held() {
    return this == THEN
        ? new Words("its endpoint was disabled, so the delivery was held", "端点当时已停用，投递先被搁置")
        : new Words("its endpoint is disabled, so a delivery would be held", "端点现已停用，投递会被搁置");
  }

  private static Words otherType(Standing.OtherType other) {
    String wanted = patterns(other.wanted());
    return new Words(
        "the type `%s` is none of %s".formatted(other.type(), wanted),
        "事件类型 `%s` 不在 %s 之中".formatted(other.type(), wanted));
  }

  private static String patterns(List<TypePattern> wanted) {
    String shown =
        wanted.stream()
            .limit(PATTERNS_SHOWN)
            .map(pattern -> "`" + pattern + "`")
            .collect(Collectors.joining(", "));
    return wanted.size() > PATTERNS_SHOWN ? shown + ", …" : shown;
  }

  private Words endpointGone() {
    return this == THEN
        ? new Words("its endpoint had been removed", "端点当时已被删除")
        : new Words("its endpoint has been removed", "端点已被删除");
  }

  private Words disabled() {
    return this == THEN
        ? new Words("the subscription was disabled", "订阅当时已停用")
        : new Words("the subscription is disabled", "订阅现已停用");
  }

  private Words absent() {
    return this == THEN
        ? new Words("the subscription was created later", "订阅是后来才创建的")
        : new Words("the subscription has been deleted", "订阅已被删除");
  }
}
