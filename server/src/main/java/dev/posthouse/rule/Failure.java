package dev.posthouse.rule;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Says in words that a person understands why an evaluation did not come to true.
final class Failure {
  /// Said of an expression that names no field.
  static final Words FALSE = new Words("it is false", "结果为假");

  private static final int VALUES_SHOWN = 3;
  private static final int MESSAGE_SHOWN = 200;
  private static final Pattern PLACE = Pattern.compile("^evaluation error( at [^ ]*)?: ");

  private Failure() {}

  static Words reason(Exception failure, Syntax syntax, EventView event) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof EventView.Absent absent) {
        return absent.reason();
      }
      if (e instanceof Told told) {
        return with(told.words(), syntax, event);
      }
    }
    CelErrorCode code =
        failure instanceof CelEvaluationException e
            ? e.getErrorCode()
            : CelErrorCode.INTERNAL_ERROR;
    return switch (code) {
      case ATTRIBUTE_NOT_FOUND ->
          absence(syntax, event)
              .orElseGet(() ->
                  new Words("a field is missing", "缺少一个字段").because(Words.same(bare(failure))));
      case OVERLOAD_NOT_FOUND, AMBIGUOUS_OVERLOAD ->
          with(new Words("the types do not fit", "值的类型不符"), syntax, event);
      case ITERATION_BUDGET_EXCEEDED ->
          new Words(
              String.format(
                  Locale.ROOT, "it takes more than %,d iterations", Language.ITERATION_LIMIT),
              String.format(Locale.ROOT, "循环超过 %,d 次", Language.ITERATION_LIMIT));
      case DIVIDE_BY_ZERO -> with(new Words("it divides by zero", "除数为零"), syntax, event);
      case NUMERIC_OVERFLOW -> with(new Words("a number becomes too large", "数字过大"), syntax, event);
      case INDEX_OUT_OF_BOUNDS -> with(quoting("列表中没有这一项", failure), syntax, event);
      case INTERNAL_ERROR, DUPLICATE_ATTRIBUTE, INVALID_ARGUMENT, TYPE_NOT_FOUND, BAD_FORMAT ->
          with(quoting("求值出错", failure), syntax, event);
    };
  }

  static Words noBoolean(Words value) {
    return new Words(
        "it is " + value.english() + ", but a filter says true or false",
        "结果" + value.copula() + "，而筛选器只能得出真或假");
  }

  /// What was seen: "`order.total` is 99.5, `order.status` is missing"; empty if the expression
  /// names no field.
  static Optional<Words> values(Syntax syntax, EventView event) {
    List<Words> values =
        syntax.shown().stream().limit(VALUES_SHOWN).map(path -> path.described(event)).toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(Words.list(values));
  }

  /// The message of an exception of CEL without its place.
  static String bare(Exception failure) {
    String message = PLACE.matcher(String.valueOf(failure.getMessage())).replaceFirst("");
    return Texts.shortened(message, MESSAGE_SHOWN);
  }

  /// CEL speaks English; its words stay readable beside ours.
  private static Words quoting(String chinese, Exception failure) {
    String message = bare(failure);
    return new Words(message, chinese + "（" + message + "）");
  }

  private static Words with(Words what, Syntax syntax, EventView event) {
    return values(syntax, event).map(what::because).orElse(what);
  }

  private static Optional<Words> absence(Syntax syntax, EventView event) {
    return syntax.paths().stream()
        .flatMap(path -> Optional.ofNullable(path.absence(event)).stream())
        .findFirst();
  }
}
