package dev.posthouse.rule;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import dev.cel.runtime.RuntimeEquality;
import dev.cel.runtime.RuntimeHelpers;
import dev.cel.runtime.standard.AddOperator.AddOverload;
import dev.cel.runtime.standard.BoolFunction.BoolOverload;
import dev.cel.runtime.standard.BytesFunction.BytesOverload;
import dev.cel.runtime.standard.CelStandardOverload;
import dev.cel.runtime.standard.ContainsFunction.ContainsOverload;
import dev.cel.runtime.standard.DivideOperator.DivideOverload;
import dev.cel.runtime.standard.DoubleFunction.DoubleOverload;
import dev.cel.runtime.standard.DurationFunction.DurationOverload;
import dev.cel.runtime.standard.EndsWithFunction.EndsWithOverload;
import dev.cel.runtime.standard.EqualsOperator.EqualsOverload;
import dev.cel.runtime.standard.GreaterEqualsOperator.GreaterEqualsOverload;
import dev.cel.runtime.standard.GreaterOperator.GreaterOverload;
import dev.cel.runtime.standard.InOperator.InOverload;
import dev.cel.runtime.standard.IntFunction.IntOverload;
import dev.cel.runtime.standard.LessEqualsOperator.LessEqualsOverload;
import dev.cel.runtime.standard.LessOperator.LessOverload;
import dev.cel.runtime.standard.MatchesFunction.MatchesOverload;
import dev.cel.runtime.standard.MultiplyOperator.MultiplyOverload;
import dev.cel.runtime.standard.NotEqualsOperator.NotEqualsOverload;
import dev.cel.runtime.standard.SizeFunction.SizeOverload;
import dev.cel.runtime.standard.StartsWithFunction.StartsWithOverload;
import dev.cel.runtime.standard.StringFunction.StringOverload;
import dev.cel.runtime.standard.SubtractOperator.SubtractOverload;
import dev.cel.runtime.standard.TimestampFunction.TimestampOverload;
import dev.cel.runtime.standard.UintFunction.UintOverload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;

/// The standard functions that filters have in a form of their own: charged to a [Meter] where
/// their cost grows with what they are given; and arithmetic that mixes whole numbers and
/// fractions, for JSON knows only one kind of number, and `price * quantity` must not depend on a
/// price being round.
final class Functions {
  /// A standard function with all its forms.
  private record Group(String name, StandardFunction function, List<CelStandardOverload> forms) {
    Group(String name, StandardFunction function, CelStandardOverload[] forms) {
      this(name, function, List.of(forms));
    }
  }

  private static final List<Group> ARITHMETIC =
      List.of(
          new Group("_+_", StandardFunction.ADD, AddOverload.values()),
          new Group("_-_", StandardFunction.SUBTRACT, SubtractOverload.values()),
          new Group("_*_", StandardFunction.MULTIPLY, MultiplyOverload.values()),
          new Group("_/_", StandardFunction.DIVIDE, DivideOverload.values()));

  private static final Map<String, DoubleBinaryOperator> MIXED =
      Map.of(
          "_+_", (x, y) -> x + y,
          "_-_", (x, y) -> x - y,
          "_*_", (x, y) -> x * y,
          "_/_", (x, y) -> x / y);

  private static final List<Group> OTHERS =
      List.of(
          new Group("matches", StandardFunction.MATCHES, MatchesOverload.values()),
          new Group("contains", StandardFunction.CONTAINS, ContainsOverload.values()),
          new Group("startsWith", StandardFunction.STARTS_WITH, StartsWithOverload.values()),
          new Group("endsWith", StandardFunction.ENDS_WITH, EndsWithOverload.values()),
          new Group("size", StandardFunction.SIZE, SizeOverload.values()),
          new Group("string", StandardFunction.STRING, StringOverload.values()),
          new Group("bytes", StandardFunction.BYTES, BytesOverload.values()),
          new Group("int", StandardFunction.INT, IntOverload.values()),
          new Group("uint", StandardFunction.UINT, UintOverload.values()),
          new Group("double", StandardFunction.DOUBLE, DoubleOverload.values()),
          new Group("bool", StandardFunction.BOOL, BoolOverload.values()),
          new Group("timestamp", StandardFunction.TIMESTAMP, TimestampOverload.values()),
          new Group("duration", StandardFunction.DURATION, DurationOverload.values()),
          new Group("@in", StandardFunction.IN, InOverload.values()),
          new Group("_==_", StandardFunction.EQUALS, EqualsOverload.values()),
          new Group("_!=_", StandardFunction.NOT_EQUALS, NotEqualsOverload.values()),
          new Group("_<_", StandardFunction.LESS, LessOverload.values()),
          new Group("_<=_", StandardFunction.LESS_EQUALS, LessEqualsOverload.values()),
          new Group("_>_", StandardFunction.GREATER, GreaterOverload.values()),
          new Group("_>=_", StandardFunction.GREATER_EQUALS, GreaterEqualsOverload.values()));

  /// Functions whose cost counts also where each runs only once.
  private static final Set<String> HEAVY =
      Set.of("_+_", "matches", "contains", "string", "bytes", "int", "uint", "double");

  /// By overload, what is charged for two arguments; the second is the first again where there is
  /// but one.
  private static final Map<String, BiConsumer<Object, Object>> CHARGES =
      Map.ofEntries(
          Map.entry("add_string", Functions::buildBoth),
          Map.entry("add_bytes", Functions::buildBoth),
          Map.entry("add_list", Functions::buildList),
          Map.entry("string_to_bytes", Functions::buildOne),
          Map.entry("bytes_to_string", Functions::buildOne),
          Map.entry("matches", Functions::match),
          Map.entry("matches_string", Functions::match),
          Map.entry("contains_string", Functions::search),
          Map.entry("starts_with_string", Functions::readSmaller),
          Map.entry("ends_with_string", Functions::readSmaller),
          Map.entry("size_string", Functions::readFirst),
          Map.entry("string_size", Functions::readFirst),
          Map.entry("string_to_int64", Functions::readFirst),
          Map.entry("string_to_uint64", Functions::readFirst),
          Map.entry("string_to_double", Functions::readFirst),
          Map.entry("string_to_bool", Functions::readFirst),
          Map.entry("string_to_timestamp", Functions::readFirst),
          Map.entry("string_to_duration", Functions::readFirst),
          Map.entry("in_list", Functions::readSecond),
          Map.entry("equals", Functions::readSmaller),
          Map.entry("not_equals", Functions::readSmaller),
          Map.entry("less_string", Functions::readSmaller),
          Map.entry("less_equals_string", Functions::readSmaller),
          Map.entry("greater_string", Functions::readSmaller),
          Map.entry("greater_equals_string", Functions::readSmaller),
          Map.entry("less_bytes", Functions::readSmaller),
          Map.entry("less_equals_bytes", Functions::readSmaller),
          Map.entry("greater_bytes", Functions::readSmaller),
          Map.entry("greater_equals_bytes", Functions::readSmaller));

  private Functions() {}

  static boolean heavy(String function) {
    return HEAVY.contains(function) || TemplateFunctions.named(function).isPresent();
  }

  /// The standard functions that ours stand in for.
  static List<StandardFunction> replaced() {
    return Stream.concat(ARITHMETIC.stream(), OTHERS.stream()).map(Group::function).toList();
  }

  /// Ours, charged to the current meter: for evaluations that have one.
  static List<CelFunctionBinding> metered(CelOptions options) {
    return bindings(options, Functions::metered);
  }

  static List<CelFunctionBinding> plain(CelOptions options) {
    return bindings(options, binding -> binding);
  }

  /// What the type checker must know beyond the standard.
  static List<CelFunctionDecl> declarations() {
    return MIXED.keySet().stream()
        .map(name ->
            CelFunctionDecl.newFunctionDeclaration(
                name,
                mixed(name, "int64_double", SimpleType.INT, SimpleType.DOUBLE),
                mixed(name, "double_int64", SimpleType.DOUBLE, SimpleType.INT)))
        .toList();
  }

  private static CelOverloadDecl mixed(String name, String suffix, CelType left, CelType right) {
    return CelOverloadDecl.newGlobalOverload(mixedId(name, suffix), SimpleType.DOUBLE, left, right);
  }

  private static String mixedId(String name, String suffix) {
    String operation =
        switch (name) {
          case "_+_" -> "add_";
          case "_-_" -> "subtract_";
          case "_*_" -> "multiply_";
          case "_/_" -> "divide_";
          default -> throw new IllegalArgumentException(name);
        };
    return operation + suffix;
  }

  /// How a standard function becomes ours.
  private interface Change {
    CelFunctionBinding of(CelFunctionBinding standard);
  }

  private static List<CelFunctionBinding> bindings(CelOptions options, Change change) {
    RuntimeEquality equality = RuntimeEquality.create(RuntimeHelpers.create(), options);
    List<CelFunctionBinding> all = new ArrayList<>();
    Stream.concat(ARITHMETIC.stream(), OTHERS.stream())
        .forEach(group -> {
          List<CelFunctionBinding> forms = new ArrayList<>(mixed(group.name()));
          group.forms().stream()
              .map(form -> ours(form.newFunctionBinding(options, equality)))
              .map(change::of)
              .forEach(forms::add);
          all.addAll(CelFunctionBinding.fromOverloads(group.name(), forms));
        });
    return all;
  }

  @SuppressWarnings("Immutable") // the operator has no state
  private static List<CelFunctionBinding> mixed(String name) {
    DoubleBinaryOperator operator = MIXED.get(name);
    return operator == null
        ? List.of()
        : List.of(
            CelFunctionBinding.from(
                mixedId(name, "int64_double"),
                Long.class,
                Double.class,
                (x, y) -> operator.applyAsDouble(x, y)),
            CelFunctionBinding.from(
                mixedId(name, "double_int64"),
                Double.class,
                Long.class,
                (x, y) -> operator.applyAsDouble(x, y)));
  }

  private static CelFunctionBinding ours(CelFunctionBinding standard) {
    String id = standard.getOverloadId();
    return switch (id) {
      case "matches", "matches_string" ->
          CelFunctionBinding.from(id, String.class, String.class, Patterns::find);
      case "add_list" -> CelFunctionBinding.from(id, List.class, List.class, DataList::join);
      default -> standard;
    };
  }

  @SuppressWarnings("Immutable") // the charge has no state of its own
  private static CelFunctionBinding metered(CelFunctionBinding free) {
    BiConsumer<Object, Object> charge = CHARGES.get(free.getOverloadId());
    if (charge == null) {
      return free;
    }
    CelFunctionOverload function = free.getDefinition();
    List<? extends Class<?>> types = free.getArgTypes();
    if (types.size() == 1) {
      return CelFunctionBinding.from(
          free.getOverloadId(),
          types.getFirst(),
          x -> {
            Meter.check();
            charge.accept(x, x);
            return function.apply(new Object[] {x});
          });
    }
    return CelFunctionBinding.from(
        free.getOverloadId(),
        types.getFirst(),
        types.getLast(),
        (x, y) -> {
          Meter.check();
          charge.accept(x, y);
          return function.apply(new Object[] {x, y});
        });
  }

  private static void buildBoth(Object x, Object y) {
    Meter.build(x);
    Meter.build(y);
  }

  private static void buildOne(Object x, Object same) {
    Meter.build(x);
  }

  /// A list on the left that can grow is not copied.
  private static void buildList(Object x, Object y) {
    if (!(x instanceof List<?> list && DataList.canGrow(list))) {
      Meter.build(x);
    }
    Meter.build(y);
  }

  private static void readFirst(Object x, Object y) {
    Meter.read(x);
  }

  private static void search(Object text, Object sought) {
    Meter.search(length(text), length(sought));
  }

  private static void match(Object text, Object pattern) {
    Meter.search(length(text), Meter.steps((String) pattern));
  }

  private static void readSecond(Object x, Object y) {
    Meter.read(y);
  }

  /// A comparison ends where the smaller one does.
  private static void readSmaller(Object x, Object y) {
    Meter.read(length(x) <= length(y) ? x : y);
  }

  private static int length(Object value) {
    return switch (value) {
      case String text -> text.length();
      case CelByteString bytes -> bytes.size();
      case List<?> list -> list.size();
      case Map<?, ?> map -> map.size();
      default -> 0;
    };
  }
}
