package dev.posthouse.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.event.Decision;
import dev.posthouse.json.Json;
import dev.posthouse.rule.TypePattern;
import dev.posthouse.rule.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// When a question is asked about: the time of routing, or the present. Tells for people why a
/// subscription stands as it does.
public enum Moment {
  THEN,
  NOW;

  /// Names that are shown of many.
  private static final int SHOWN = 5;

  /// Empty where a match needs no comment.
  public Optional<Words> because(Standing standing) {
    return switch (standing) {
      case Standing.Matched yes -> yes.endpointEnabled() ? Optional.empty() : Optional.of(held());
      case Standing.Compared compared -> Optional.of(compared(compared));
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

  private Words compared(Standing.Compared compared) {
    Words said = finding(compared.decision());
    return compared.finding().passes() && !compared.endpointEnabled()
        ? new Words(
            said.english() + "; " + held().english(), said.chinese() + "；" + held().chinese())
        : said;
  }

  private static Words finding(Decision decision) {
    return switch (decision.finding()) {
      case CHANGED -> changed(decision.changes());
      case UNCHANGED -> new Words("nothing that it watches changed", "所关注的内容没有变化");
      case BASELINE ->
          new Words(
              "nothing was remembered of its subject: this state is now, and the next event is compared with it",
              "此前没有该对象的记录：现已记下这一状态，供下一个事件比较");
      case KNOWN ->
          new Words(
              "it only says where to begin, and a state of its subject is remembered already",
              "它只用于确定起始状态，而该对象的状态已有记录");
      case UNKNOWN ->
          new Words(
              "it is not known what changed, and the subscription wants such events",
              "无从得知有何变化，而该订阅要求投递这类事件");
      case SKIPPED ->
          new Words(
              "it is not known what changed, and the subscription skips such events",
              "无从得知有何变化，而该订阅跳过这类事件");
      case STALE -> new Words("a newer state of its subject was known already", "该对象较新的状态已先行到达");
      case UNREADABLE ->
          new Words(
              "it does not say what its subject is, or its data cannot be read",
              "它没有说明所属对象，或其数据无法读取");
    };
  }

  /// Names what changed, where values are kept.
  private static Words changed(String changes) {
    if (changes.isEmpty()) {
      return new Words(
          "something that it watches changed; what it was before is not kept",
          "所关注的内容有变化；变化前的值未保留");
    }
    List<JsonNode> all = Json.parse(changes.getBytes(UTF_8)).values().stream().toList();
    String shown =
        all.stream()
            .limit(SHOWN)
            .map(change -> "`" + change.path("path").asString("") + "`")
            .collect(Collectors.joining(", "));
    String paths = all.size() > SHOWN ? shown + ", …" : shown;
    return new Words(paths + " changed", paths + " 有变化");
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
            .limit(SHOWN)
            .map(pattern -> "`" + pattern + "`")
            .collect(Collectors.joining(", "));
    return wanted.size() > SHOWN ? shown + ", …" : shown;
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
