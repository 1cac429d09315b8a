package dev.posthouse.rule;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Says in words that a person understands why an evaluation did not come to true.
final class Failure {
  private static final int VALUES_SHOWN = 3;
  private static final int MESSAGE_SHOWN = 200;
  private static final Pattern PLACE = Pattern.compile("^evaluation error( at [^ ]*)?: ");

  private Failure() {}

  static String reason(Exception failure, Syntax syntax, EventView event) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof EventView.Absent absent) {
        return absent.reason();
      }
    }
    CelErrorCode code =
        failure instanceof CelEvaluationException e
            ? e.getErrorCode()
            : CelErrorCode.INTERNAL_ERROR;
    return switch (code) {
      case ATTRIBUTE_NOT_FOUND ->
          absence(syntax, event).orElse("a field is missing: " + bare(failure));
      case OVERLOAD_NOT_FOUND, AMBIGUOUS_OVERLOAD -> "the types do not fit" + with(syntax, event);
      case ITERATION_BUDGET_EXCEEDED ->
          "it takes more than %,d iterations".formatted(Language.ITERATION_LIMIT);
      case DIVIDE_BY_ZERO -> "it divides by zero" + with(syntax, event);
      case NUMERIC_OVERFLOW -> "a number becomes too large" + with(syntax, event);
      case INTERNAL_ERROR,
          INDEX_OUT_OF_BOUNDS,
          DUPLICATE_ATTRIBUTE,
          INVALID_ARGUMENT,
          TYPE_NOT_FOUND,
          BAD_FORMAT ->
          bare(failure) + with(syntax, event);
    };
  }

  /// What was seen: "`order.total` is 99.5, `order.status` is missing"; empty if the expression
  /// names no field.
  static Optional<String> values(Syntax syntax, EventView event) {
    String values =
        syntax.shown().stream()
            .limit(VALUES_SHOWN)
            .map(path -> path.described(event))
            .distinct()
            .collect(Collectors.joining(", "));
    return values.isEmpty() ? Optional.empty() : Optional.of(values);
  }

  /// The message of an exception of CEL without its place.
  static String bare(Exception failure) {
    String message = PLACE.matcher(String.valueOf(failure.getMessage())).replaceFirst("");
    return message.length() > MESSAGE_SHOWN ? message.substring(0, MESSAGE_SHOWN) + "…" : message;
  }

  private static String with(Syntax syntax, EventView event) {
    return values(syntax, event).map(values -> ": " + values).orElse("");
  }

  private static Optional<String> absence(Syntax syntax, EventView event) {
    return syntax.paths().stream()
        .flatMap(path -> Optional.ofNullable(path.absence(event)).stream())
        .findFirst();
  }
}
