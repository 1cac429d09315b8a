package dev.posthouse.rule;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// One expression in CEL, compiled; for any number of threads.
final class Expression {
  static final int TEXT_SHOWN = 100;

  /// Of a filter with more parts than this, all are told together.
  private static final int PARTS_SHOWN = 10;

  private final String text;
  private final String cel;
  private final CelRuntime.Program program;
  private final Syntax syntax;
  private final List<Path> needed;
  private final boolean metered;

  private Expression(String text, Syntax syntax, boolean metered, CelRuntime.Program program) {
    this.text = text;
    this.cel = text;
    this.syntax = syntax;
    this.needed = syntax.needed();
    this.metered = metered;
    this.program = program;
  }

  private Expression(String text, Expression translation) {
    this.text = text;
    this.cel = translation.cel;
    this.syntax = translation.syntax;
    this.needed = translation.needed;
    this.metered = translation.metered;
    this.program = translation.program;
  }

  /// What an evaluation comes to.
  sealed interface Answer {}

  record Value(Object value) implements Answer {}

  /// The reason is worked out when somebody asks; that holds on to the event, so do not keep this.
  record Failed(Supplier<Words> reason) implements Answer {}

  /// @throws Invalid at `pointer`, with line and column of everything that is wrong
  static Expression compile(String text, String pointer, Purpose purpose) {
    if (text.isBlank()) {
      throw new Invalid(pointer, purpose.empty());
    }
    if (text.length() > Language.TEXT_LIMIT) {
      throw new Invalid(
          pointer,
          String.format(
              Locale.ROOT,
              "%s %s has at most %,d characters, this has %,d; %s",
              purpose.decides() ? "a" : "an",
              purpose.noun(),
              Language.TEXT_LIMIT,
              text.length(),
              purpose.advice()));
    }
    try {
      return compile(text, purpose);
    } catch (CelValidationException e) {
      throw invalid(text, pointer, e.getErrors().stream().map(Expression::message).toList());
    } catch (CelEvaluationException e) {
      throw invalid(text, pointer, List.of(Failure.bare(e)));
    } catch (Flawed e) {
      throw invalid(text, pointer, e.flaws);
    }
  }

  /// The parts of a filter's text beside what it says of changes, each compiled.
  ///
  /// @throws Invalid at `pointer`, with line and column of everything that is wrong
  static List<Expression> rest(String text, ChangedItems items, String pointer) {
    var rest = new ArrayList<Expression>();
    try {
      for (CelExpr part : items.rest()) {
        var tree = CelAbstractSyntaxTree.newParsedAst(part, items.parsed().getSource());
        rest.add(compile(text, tree, Purpose.FILTER));
      }
      return rest;
    } catch (CelValidationException e) {
      throw invalid(text, pointer, e.getErrors().stream().map(Expression::message).toList());
    } catch (CelEvaluationException e) {
      throw invalid(text, pointer, List.of(Failure.bare(e)));
    } catch (Flawed e) {
      throw invalid(text, pointer, e.flaws);
    }
  }

  /// A filter that was written in another language.
  ///
  /// @throws Invalid if it is too long
  static Expression translated(ShopifyFilter filter, String pointer) {
    return new Expression(filter.text(), compile(filter.cel(), pointer, Purpose.FILTER));
  }

  private static Expression compile(String text, Purpose purpose)
      throws CelValidationException, CelEvaluationException {
    return compile(text, Language.COMPILER.parse(text).getAst(), purpose);
  }

  private static Expression compile(String text, CelAbstractSyntaxTree parsed, Purpose purpose)
      throws CelValidationException, CelEvaluationException {
    Syntax syntax = Syntax.of(parsed, purpose);
    if (!syntax.flaws().isEmpty()) {
      throw new Flawed(syntax.flaws());
    }
    CelAbstractSyntaxTree checked =
        Language.COMPILER.check(DataNames.qualify(parsed, syntax.fields())).getAst();
    CelType type = checked.getResultType();
    if (purpose.decides() && !type.equals(SimpleType.BOOL) && !type.equals(SimpleType.DYN)) {
      throw new Flawed(
          List.of(
              "the result is of type %s, but a filter says true or false".formatted(type.name())));
    }
    boolean metered = purpose == Purpose.TEMPLATE || syntax.heavy();
    CelRuntime runtime = metered ? Language.METERED : Language.PLAIN;
    return new Expression(text, syntax, metered, runtime.createProgram(dynamic(checked)));
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
    String shown = Texts.shortened(text, TEXT_SHOWN);
    return new Invalid(
        messages.stream()
            .map(message -> new Flaw(pointer, "in `%s`: %s".formatted(shown, message)))
            .toList());
  }

  /// As it was written.
  String text() {
    return text;
  }

  /// In CEL.
  String cel() {
    return cel;
  }

  /// What it names, with the values seen; of several parts joined by `&&`, what those name that
  /// said no. Empty if it names nothing.
  Optional<Words> values(EventView event) {
    List<Words> ofParts =
        parts().stream()
            .filter(part -> part.evaluate(event).equals(new Value(false)))
            .flatMap(part -> Failure.values(part.syntax, event).stream())
            .toList();
    return ofParts.isEmpty() ? Failure.values(syntax, event) : Optional.of(Words.list(ofParts));
  }

  /// The parts of an outermost `&&`, compiled now, for few of them are ever asked for.
  private List<Expression> parts() {
    List<Expression> parts = new ArrayList<>();
    try {
      CelAbstractSyntaxTree parsed = Language.COMPILER.parse(cel).getAst();
      List<CelExpr> trees = Syntax.conjuncts(parsed.getExpr());
      if (trees.size() > 1 && trees.size() <= PARTS_SHOWN) {
        for (CelExpr tree : trees) {
          var part = CelAbstractSyntaxTree.newParsedAst(tree, parsed.getSource());
          parts.add(compile(text, part, Purpose.FILTER));
        }
      }
    } catch (CelValidationException | CelEvaluationException | Flawed e) {
      // A part that cannot stand alone: the whole is told instead.
      return List.of();
    }
    return parts;
  }

  /// The fields that it uses or asks for.
  List<Path> paths() {
    return syntax.shown();
  }

  /// The lookup tables that it names.
  List<String> tables() {
    return syntax.tables();
  }

  /// Never throws. An expression of a template is evaluated within [Meter#during].
  Answer evaluate(EventView event) {
    for (Path path : needed) {
      Words absence = path.absence(event);
      if (absence != null) {
        return new Failed(() -> absence);
      }
    }
    if (!metered) {
      return plainly(event);
    }
    Optional<Meter> shared = Meter.current();
    if (shared.isPresent()) {
      return within(shared.get(), event);
    }
    Meter own = new Meter(Meter.Bounds.FILTER);
    return own.during(() -> within(own, event));
  }

  private Answer within(Meter meter, EventView event) {
    Answer answer = plainly(event);
    Words exceeded = meter.exceeded();
    return exceeded == null ? answer : new Failed(() -> exceeded);
  }

  /// Whatever an evaluation throws, a defect of CEL included, is the answer of this expression
  /// alone.
  private Answer plainly(EventView event) {
    try {
      return new Value(program.eval(event.variables()));
    } catch (CelEvaluationException | RuntimeException e) {
      return new Failed(() -> Failure.reason(e, syntax, event));
    }
  }
}
