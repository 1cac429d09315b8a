package dev.posthouse.rule;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.posthouse.event.Invalid;
import dev.posthouse.webhooks.change.Watched;
import java.util.ArrayList;
import java.util.List;

/// Takes `changed("path", …)` out of a filter's text: whether something changed only the ledger can
/// tell. So it may be a whole text, or a part of an outermost `&&`, and nothing else.
///
/// @param fields the paths of each
/// @param rest the other parts
record ChangedItems(List<List<String>> fields, List<CelExpr> rest, CelAbstractSyntaxTree parsed) {
  private static final String NAME = "changed";

  /// Whether it is worth a closer look.
  static boolean in(String text) {
    return text.contains(NAME);
  }

  /// @throws Invalid if it stands elsewhere, or its paths are none
  static ChangedItems of(String text, String pointer) throws CelValidationException {
    CelAbstractSyntaxTree parsed = Language.COMPILER.parse(text).getAst();
    var fields = new ArrayList<List<String>>();
    var rest = new ArrayList<CelExpr>();
    try {
      for (CelExpr part : Syntax.conjuncts(parsed.getExpr())) {
        if (is(part)) {
          fields.add(paths(part));
        } else {
          refuseWithin(part);
          rest.add(part);
        }
      }
    } catch (Misplaced e) {
      String at = Syntax.at(parsed.getSource(), e.part);
      String shown = Texts.shortened(text, Expression.TEXT_SHOWN);
      throw new Invalid(pointer, "in `" + shown + "`: " + at + e.why);
    }
    return new ChangedItems(fields, rest, parsed);
  }

  private static boolean is(CelExpr part) {
    return part.getKind() == Kind.CALL
        && part.call().function().equals(NAME)
        && part.call().target().isEmpty();
  }

  private static void refuseWithin(CelExpr part) {
    if (is(part)) {
      throw new Misplaced(
          part,
          "`changed(…)` may be a whole filter, or a part of an outermost &&, such as"
              + " `order.total > 100 && changed(\"order.address\")`; it cannot be negated, nor"
              + " stand beside || or inside other functions");
    }
    Syntax.children(part).forEach(ChangedItems::refuseWithin);
  }

  private static List<String> paths(CelExpr call) {
    var paths = new ArrayList<String>();
    for (CelExpr argument : call.call().args()) {
      if (argument.getKind() != Kind.CONSTANT
          || argument.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
        throw new Misplaced(
            call, "`changed(…)` takes paths in quotes: `changed(\"order.address\")`");
      }
      paths.add(argument.constant().stringValue());
    }
    try {
      return Watched.fields(paths.toArray(String[]::new)).fields();
    } catch (IllegalArgumentException e) {
      throw new Misplaced(call, String.valueOf(e.getMessage()));
    }
  }

  /// A part that may not stand as it does.
  private static final class Misplaced extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient CelExpr part;
    private final String why;

    Misplaced(CelExpr part, String why) {
      this.part = part;
      this.why = why;
    }
  }
}
