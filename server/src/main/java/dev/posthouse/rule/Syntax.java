package dev.posthouse.rule;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.posthouse.json.Spelling;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What an expression names and calls, read off its tree before types are checked: the fields of
/// the data, those without which it fails, and what filters may not contain.
final class Syntax {
  /// Names that mean a type where they stand alone, as in `type(x) == int`.
  private static final Set<String> TYPE_NAMES =
      Set.of(
          "int", "uint", "double", "bool", "string", "bytes", "list", "map", "null_type", "google");

  /// What becomes of the whole when a part fails.
  private enum Need {
    /// It fails too.
    CERTAIN,
    /// It may come to something all the same: a side of `&&` or `||`, a branch, the body of a
    /// macro.
    PERHAPS
  }

  private final CelSource source;
  private final Purpose purpose;
  private final Set<Long> fields = new HashSet<>();
  private final Set<Path> paths = new LinkedHashSet<>();
  private final Set<Path> shown = new LinkedHashSet<>();
  private final Set<Path> needed = new LinkedHashSet<>();
  private final Set<String> tables = new LinkedHashSet<>();
  private final List<String> flaws = new ArrayList<>();
  private boolean heavy;

  private Syntax(CelSource source, Purpose purpose) {
    this.source = source;
    this.purpose = purpose;
  }

  static Syntax of(CelAbstractSyntaxTree tree, Purpose purpose) {
    Syntax syntax = new Syntax(tree.getSource(), purpose);
    if (deeper(tree.getExpr(), Language.DEPTH_LIMIT)) {
      syntax.flaws.add(
          "it is nested more than %d levels deep; %s"
              .formatted(Language.DEPTH_LIMIT, purpose.advice()));
    } else {
      syntax.walk(tree.getExpr(), Need.CERTAIN, Set.of());
    }
    return syntax;
  }

  /// The places where a name stands for a top-level field of the data.
  Set<Long> fields() {
    return fields;
  }

  /// Fields whose values it uses.
  List<Path> paths() {
    return List.copyOf(paths);
  }

  /// Fields that explain the result: those that it uses or asks for.
  List<Path> shown() {
    return List.copyOf(shown);
  }

  /// Fields without which an evaluation fails, whatever the others are.
  List<Path> needed() {
    return List.copyOf(needed);
  }

  /// The lookup tables that it names.
  List<String> tables() {
    return List.copyOf(tables);
  }

  /// Whether an evaluation must be metered.
  boolean heavy() {
    return heavy;
  }

  List<String> flaws() {
    return flaws;
  }

  /// The parts of an outermost `&&`, in their order; itself alone where there is none.
  static List<CelExpr> conjuncts(CelExpr tree) {
    if (tree.getKind() != Kind.CALL || !tree.call().function().equals("_&&_")) {
      return List.of(tree);
    }
    return arguments(tree.call()).stream().flatMap(part -> conjuncts(part).stream()).toList();
  }

  private static boolean deeper(CelExpr tree, int levels) {
    return levels == 0 || children(tree).stream().anyMatch(child -> deeper(child, levels - 1));
  }

  static List<CelExpr> children(CelExpr tree) {
    return switch (tree.getKind()) {
      case CONSTANT, IDENT, NOT_SET -> List.of();
      case SELECT -> List.of(tree.select().operand());
      case CALL -> arguments(tree.call());
      case LIST -> tree.list().elements();
      case STRUCT -> tree.struct().entries().stream().map(CelExpr.CelStruct.Entry::value).toList();
      case MAP ->
          tree.map().entries().stream()
              .flatMap(entry -> Stream.of(entry.key(), entry.value()))
              .toList();
      case COMPREHENSION -> {
        CelComprehension loop = tree.comprehension();
        yield List.of(
            loop.iterRange(),
            loop.accuInit(),
            loop.loopCondition(),
            loop.loopStep(),
            loop.result());
      }
    };
  }

  private static List<CelExpr> arguments(CelCall call) {
    List<CelExpr> all = new ArrayList<>();
    call.target().ifPresent(all::add);
    all.addAll(call.args());
    return all;
  }

  private void walk(CelExpr tree, Need need, Set<String> local) {
    switch (tree.getKind()) {
      case CONSTANT, NOT_SET -> {}
      case IDENT, SELECT -> select(tree, need, local);
      case CALL -> call(tree, need, local);
      case COMPREHENSION -> loop(tree, need, local);
      case STRUCT ->
          flaws.add(at(tree) + "messages cannot be made; write an object as {\"name\": value}");
      case LIST, MAP -> children(tree).forEach(child -> walk(child, need, local));
    }
  }

  /// `has(order.total)` uses `order`, but what explains it is `order.total`.
  private void select(CelExpr tree, Need need, Set<String> local) {
    boolean asked = tree.getKind() == Kind.SELECT && tree.select().testOnly();
    CelExpr used = asked ? tree.select().operand() : tree;
    Optional<Path> path = path(used);
    if (path.isEmpty()) {
      walk(tree.select().operand(), need, local);
    } else if (!local.contains(path.get().root()) && !standsForType(path.get())) {
      Path whole = asked ? path.get().child(tree.select().field()) : path.get();
      if (purpose.unreachable().contains(whole.root())) {
        flaws.add(at(tree) + Purpose.unreachable(whole.root()));
      }
      shown.add(whole);
      if (purpose == Purpose.ANSWER) {
        checkAnswer(tree, whole);
      } else {
        checkEnvelope(tree, whole);
      }
      name(first(used), path.get(), need);
    }
  }

  private static boolean standsForType(Path path) {
    return TYPE_NAMES.contains(path.root())
        && (path.segments().isEmpty() || path.root().equals("google"));
  }

  private void name(CelExpr first, Path path, Need need) {
    boolean envelope = path.root().equals(Language.EVENT);
    if (!envelope && !path.root().equals(Language.DATA)) {
      fields.add(first.id());
    }
    paths.add(path);
    if (need != Need.PERHAPS && (!envelope || path.segments().size() > 1)) {
      needed.add(path);
    }
  }

  private void checkEnvelope(CelExpr tree, Path path) {
    List<String> known = EnvelopeFields.names();
    if (!path.root().equals(Language.EVENT) || path.segments().isEmpty()) {
      return;
    }
    String field = path.segments().getFirst();
    if (!known.contains(field)) {
      flaws.add(
          "%s`event.%s` does not exist%s; `event` has %s"
              .formatted(at(tree), field, Spelling.hint(field, known), String.join(", ", known)));
    }
  }

  private void checkAnswer(CelExpr tree, Path path) {
    if (!path.root().equals(AnswerView.ROOT)) {
      flaws.add(
          "%s`%s` is not known here: a rule sees the receiver's answer only, such as `response.status`"
              .formatted(at(tree), path.root()));
    } else if (!path.segments().isEmpty()
        && !AnswerView.FIELDS.contains(path.segments().getFirst())) {
      String field = path.segments().getFirst();
      flaws.add(
          "%s`response.%s` does not exist%s; `response` has %s"
              .formatted(
                  at(tree),
                  field,
                  Spelling.hint(field, AnswerView.FIELDS),
                  String.join(", ", AnswerView.FIELDS)));
    }
  }

  /// A chain of names; empty where it begins with anything else.
  private static Optional<Path> path(CelExpr tree) {
    Deque<String> segments = new ArrayDeque<>();
    for (CelExpr rest = tree; goesOn(rest); rest = rest.select().operand()) {
      segments.addFirst(rest.select().field());
    }
    CelExpr first = first(tree);
    return first.getKind() == Kind.IDENT
        ? Optional.of(new Path(Path.bare(first.ident().name()), List.copyOf(segments)))
        : Optional.empty();
  }

  private static CelExpr first(CelExpr tree) {
    CelExpr first = tree;
    while (goesOn(first)) {
      first = first.select().operand();
    }
    return first;
  }

  private static boolean goesOn(CelExpr tree) {
    return tree.getKind() == Kind.SELECT && !tree.select().testOnly();
  }

  private void call(CelExpr tree, Need need, Set<String> local) {
    CelCall call = tree.call();
    heavy |= Functions.heavy(call.function());
    List<CelExpr> arguments = arguments(call);
    switch (call.function()) {
      case "changed" ->
          flaws.add(
              at(tree)
                  + "`changed(…)` may stand in a filter only; in a payload, `event.changes` tells");
      case "_&&_", "_||_" -> arguments.forEach(argument -> walk(argument, Need.PERHAPS, local));
      case "_?_:_" -> {
        walk(arguments.getFirst(), need, local);
        arguments.stream().skip(1).forEach(branch -> walk(branch, Need.PERHAPS, local));
      }
      default -> {
        checkFunction(tree);
        checkPattern(tree);
        if (!sought(call)) {
          arguments.forEach(argument -> walk(argument, need, local));
        }
      }
    }
  }

  /// What is looked for in the data along a path may be missing, and what explains the result is
  /// the path, not all the data.
  private boolean sought(CelCall call) {
    if (!PathFunctions.NAMES.contains(call.function())
        || call.args().size() != 2
        || !isData(call.args().getFirst())) {
      return false;
    }
    Optional<String> path = constant(call.args().getLast());
    path.map(Path::through).ifPresent(shown::add);
    return path.isPresent();
  }

  private static boolean isData(CelExpr tree) {
    return tree.getKind() == Kind.IDENT && tree.ident().name().equals(Language.DATA);
  }

  private void checkFunction(CelExpr tree) {
    String name = tree.call().function();
    if (!Character.isLetter(name.charAt(0))) {
      return;
    }
    if (!TemplateFunctions.known().contains(name)) {
      flaws.add(at(tree) + unknown(name));
    }
    TemplateFunctions.named(name).ifPresent(ours -> check(tree, ours));
  }

  private String unknown(String name) {
    return purpose.unreachable().contains(name)
        ? Purpose.unreachable(name)
        : "there is no function `%s`%s"
            .formatted(name, Spelling.hint(name, TemplateFunctions.known()));
  }

  /// Constants are looked at when the expression is saved.
  private void check(CelExpr tree, Definition ours) {
    if (purpose.decides() && ours.manual().payloadsOnly()) {
      flaws.add(at(tree) + "`%s` is for payloads; filters cannot use it".formatted(ours.name()));
      return;
    }
    List<CelExpr> arguments = arguments(tree.call());
    int count = Math.min(arguments.size(), ours.parameters().size());
    for (int i = 0; i < count; i++) {
      CelExpr argument = arguments.get(i);
      var check = ours.parameters().get(i).check();
      constant(argument)
          .flatMap(text -> Told.by(() -> check.accept(text)))
          .ifPresent(flaw -> flaws.add(at(argument) + flaw.english()));
    }
    if (ours.name().equals("lookup") && !arguments.isEmpty()) {
      constant(arguments.getFirst()).ifPresent(tables::add);
    }
  }

  private static Optional<String> constant(CelExpr tree) {
    return tree.getKind() == Kind.CONSTANT
            && tree.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? Optional.of(tree.constant().stringValue())
        : Optional.empty();
  }

  private void checkPattern(CelExpr tree) {
    List<CelExpr> arguments = tree.call().args();
    if (!tree.call().function().equals("matches") || arguments.isEmpty()) {
      return;
    }
    CelExpr pattern = arguments.getLast();
    constant(pattern).flatMap(Patterns::flaw).ifPresent(flaw -> flaws.add(at(pattern) + flaw));
  }

  private void loop(CelExpr tree, Need need, Set<String> local) {
    CelComprehension loop = tree.comprehension();
    heavy = true;
    Set<String> inside = new HashSet<>(local);
    for (String name : List.of(loop.iterVar(), loop.iterVar2(), loop.accuVar())) {
      if (name.equals(Language.EVENT) || name.equals(Language.DATA)) {
        flaws.add(at(tree) + "`" + name + "` is taken; name the variable of the macro otherwise");
      }
      inside.add(name);
    }
    walk(loop.iterRange(), need, local);
    walk(loop.accuInit(), Need.PERHAPS, local);
    walk(loop.loopCondition(), Need.PERHAPS, inside);
    walk(loop.loopStep(), Need.PERHAPS, inside);
    walk(loop.result(), Need.PERHAPS, inside);
  }

  private String at(CelExpr tree) {
    return at(source, tree);
  }

  /// Where a part stands, for the beginning of a message.
  static String at(CelSource source, CelExpr tree) {
    return Optional.ofNullable(source.getPositionsMap().get(tree.id()))
        .flatMap(source::getOffsetLocation)
        .map(Syntax::at)
        .orElse("");
  }

  /// Lines and columns count from 1.
  static String at(CelSourceLocation place) {
    return "line %d, column %d: ".formatted(place.getLine(), place.getColumn() + 1);
  }
}
