package dev.posthouse.rule;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.CelMap;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.Optional;
import java.util.Set;

/// Reads `order.total` as `data.order.total`, so that one type checker, which knows `data` and
/// `event`, serves all filters; to make one for each takes longer than all the rest. And lets the
/// branches of `?:` be of different types, as JSON values are: `paid ? "yes" : null`.
final class DataNames {
  /// New nodes are numbered from here; 4 KB of text make fewer by far.
  private static final long FIRST_NEW = 1_000_000;

  private static final String CHOICE = "_?_:_";

  /// The places where a name stands for a field of the data.
  private final Set<Long> fields;

  private long next = FIRST_NEW;

  private DataNames(Set<Long> fields) {
    this.fields = fields;
  }

  static CelAbstractSyntaxTree qualify(CelAbstractSyntaxTree parsed, Set<Long> fields) {
    return CelAbstractSyntaxTree.newParsedAst(
        new DataNames(fields).qualify(parsed.getExpr()), parsed.getSource());
  }

  private CelExpr qualify(CelExpr tree) {
    return switch (tree.getKind()) {
      case CONSTANT, NOT_SET, STRUCT -> tree;
      case IDENT -> fields.contains(tree.id()) ? field(tree) : tree;
      case SELECT ->
          CelExpr.ofSelect(
              tree.id(),
              qualify(tree.select().operand()),
              tree.select().field(),
              tree.select().testOnly());
      case CALL -> call(tree.id(), tree.call());
      case LIST ->
          CelExpr.ofList(
              tree.id(),
              ImmutableList.copyOf(tree.list().elements().stream().map(this::qualify).toList()),
              tree.list().optionalIndices());
      case MAP ->
          CelExpr.ofMap(
              tree.id(),
              ImmutableList.copyOf(tree.map().entries().stream().map(this::entry).toList()));
      case COMPREHENSION -> loop(tree.id(), tree.comprehension());
    };
  }

  private CelExpr field(CelExpr name) {
    return CelExpr.ofSelect(
        name.id(), CelExpr.ofIdent(next++, Language.DATA), Path.bare(name.ident().name()), false);
  }

  private CelExpr call(long id, CelCall call) {
    return CelExpr.ofCall(
        id,
        call.target().map(this::qualify),
        call.function(),
        ImmutableList.copyOf(
            call.args().stream()
                .map(call.function().equals(CHOICE) ? this::branch : this::qualify)
                .toList()));
  }

  /// Truths stay what they are, for a filter must be known to come to one.
  private CelExpr branch(CelExpr tree) {
    boolean loose =
        tree.getKind() == Kind.CONSTANT
            && tree.constant().getKind() != CelConstant.Kind.BOOLEAN_VALUE;
    return loose
        ? CelExpr.ofCall(next++, Optional.empty(), "dyn", ImmutableList.of(tree))
        : qualify(tree);
  }

  private CelMap.Entry entry(CelMap.Entry entry) {
    return entry.toBuilder().setKey(qualify(entry.key())).setValue(qualify(entry.value())).build();
  }

  private CelExpr loop(long id, CelComprehension loop) {
    return CelExpr.newBuilder()
        .setId(id)
        .setComprehension(
            loop.toBuilder()
                .setIterRange(qualify(loop.iterRange()))
                .setAccuInit(qualify(loop.accuInit()))
                .setLoopCondition(qualify(loop.loopCondition()))
                .setLoopStep(qualify(loop.loopStep()))
                .setResult(qualify(loop.result()))
                .build())
        .build();
  }
}
