package dev.posthouse.rule;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import dev.posthouse.rule.Filter.Passed;
import dev.posthouse.rule.Filter.Rejected;
import dev.posthouse.rule.Filter.Result;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One condition in CEL, compiled; for any number of threads.
final class Expression {
  private static final int TEXT_SHOWN = 100;

  private final String text;
  private final CelRuntime.Program program;
  private final Syntax syntax;
  private final List<Path> needed;
  private final boolean heavy;

  private Expression(String text, Syntax syntax, CelRuntime.Program program) {
    this.text = text;
    this.syntax = syntax;
    this.needed = syntax.needed();
    this.heavy = syntax.heavy();
    this.program = program;
  }

  /// @throws Invalid at `pointer`, with line and column of everything that is wrong
  static Expression compile(String text, String pointer) {
    if (text.isBlank()) {
      throw new Invalid(pointer, "the filter is empty; write it like `order.total > 100`");
    }
    if (text.length() > Language.TEXT_LIMIT) {
      throw new Invalid(
          pointer,
          "a filter has at most %,d characters, this has %,d; make it a list of several filters"
              .formatted(Language.TEXT_LIMIT, text.length()));
    }
    try {
      return compile(text);
    } catch (CelValidationException e) {
      throw invalid(text, pointer, e.getErrors().stream().map(Expression::message).toList());
    } catch (CelEvaluationException e) {
      throw invalid(text, pointer, List.of(Failure.bare(e)));
    } catch (Flawed e) {
      throw invalid(text, pointer, e.flaws);
    }
  }

  private static Expression compile(String text)
      throws CelValidationException, CelEvaluationException {
    CelAbstractSyntaxTree parsed = Language.COMPILER.parse(text).getAst();
    Syntax syntax = Syntax.of(parsed);
    if (!syntax.flaws().isEmpty()) {
      throw new Flawed(syntax.flaws());
    }
    CelAbstractSyntaxTree checked =
        Language.COMPILER.check(DataNames.qualify(parsed, syntax.fields())).getAst();
    CelType type = checked.getResultType();
    if (!type.equals(SimpleType.BOOL) && !type.equals(SimpleType.DYN)) {
      throw new Flawed(
          List.of(
              "the result is of type %s, but a filter says true or false".formatted(type.name())));
    }
    CelRuntime runtime = syntax.heavy() ? Language.METERED : Language.PLAIN;
    return new Expression(text, syntax, runtime.createProgram(dynamic(checked)));
  }

  /// Leaves the choice of every function's form to the values seen. The type checker chooses for
  /// `order['total'] > 100` the comparison of whole numbers, although the type is not known.
  private static CelAbstractSyntaxTree dynamic(CelAbstractSyntaxTree checked) {
    Map<Long, CelReference> names = new HashMap<>(checked.getReferenceMap());
    names.values().removeIf(reference -> !reference.overloadIds().isEmpty());
    return CelAbstractSyntaxTree.newCheckedAst(
        checked.getExpr(), checked.getSource(), names, checked.getTypeMap());
  }

  private static final class Flawed extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient List<String> flaws;

    Flawed(List<String> flaws) {
      this.flaws = flaws;
    }
  }

  private static String message(CelIssue issue) {
    return Syntax.at(issue.getSourceLocation()) + issue.getMessage();
  }

  private static Invalid invalid(String text, String pointer, List<String> messages) {
    String shown = text.length() > TEXT_SHOWN ? text.substring(0, TEXT_SHOWN) + "…" : text;
    return new Invalid(
        messages.stream()
            .map(message -> new Flaw(pointer, "in `%s`: %s".formatted(shown, message)))
            .toList());
  }

  String text() {
    return text;
  }

  Result test(EventView event) {
    for (Path path : needed) {
      Words absence = path.absence(event);
      if (absence != null) {
        return Rejected.failed(text, () -> absence);
      }
    }
    return heavy ? testMetered(event) : testPlainly(event);
  }

  private Result testPlainly(EventView event) {
    try {
      return result(program.eval(event.variables()), event);
    } catch (CelEvaluationException | RuntimeException e) {
      return failed(e, event);
    }
  }

  private Result testMetered(EventView event) {
    Meter meter = new Meter();
    try {
      Object value = meter.during(() -> program.eval(event.variables()));
      Words exceeded = meter.exceeded();
      return exceeded == null ? result(value, event) : Rejected.failed(text, () -> exceeded);
    } catch (CelEvaluationException | RuntimeException e) {
      Words exceeded = meter.exceeded();
      return exceeded == null ? failed(e, event) : Rejected.failed(text, () -> exceeded);
    }
  }

  private Result result(Object value, EventView event) {
    if (value instanceof Boolean passed) {
      return passed
          ? Passed.INSTANCE
          : Rejected.saidNo(text, () -> Failure.values(syntax, event).orElse(Failure.FALSE));
    }
    return Rejected.failed(text, () -> Failure.noBoolean(Path.shown(value)));
  }

  /// Whatever an evaluation throws, a defect of CEL included, is the answer of this filter alone.
  private Result failed(Exception e, EventView event) {
    return Rejected.failed(text, () -> Failure.reason(e, syntax, event));
  }
}
