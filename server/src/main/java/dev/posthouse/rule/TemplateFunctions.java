package dev.posthouse.rule;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelFunctionDecl;
import dev.cel.runtime.CelFunctionBinding;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All functions of ours, beside those of CEL. Filters have them, too, but for the few that need a
/// delivery.
public final class TemplateFunctions {
  private static final List<Definition> ALL =
      Stream.of(
              TimeFunctions.all(),
              NumberFunctions.all(),
              TextFunctions.all(),
              PathFunctions.all(),
              DeliveryFunctions.all())
          .flatMap(List::stream)
          .toList();

  private static final Map<String, Definition> BY_NAME =
      ALL.stream().collect(Collectors.toMap(Definition::name, Function.identity()));

  /// Those of CEL, its macros included.
  private static final Collection<String> KNOWN =
      Stream.of(
              Arrays.stream(CelStandardDeclarations.StandardFunction.values())
                  .map(function -> function.functionDecl().name()),
              BY_NAME.keySet().stream(),
              Stream.of("has", "all", "exists", "exists_one", "map", "filter"))
          .flatMap(names -> names)
          .collect(Collectors.toUnmodifiableSet());

  private TemplateFunctions() {}

  /// What people read about them, in the order of the documentation.
  public static List<TemplateFunction> all() {
    return ALL.stream().map(Definition::manual).toList();
  }

  static Optional<Definition> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /// The names of all functions, those of CEL included.
  static Collection<String> known() {
    return KNOWN;
  }

  static List<CelFunctionDecl> declarations() {
    return ALL.stream().map(Definition::declaration).toList();
  }

  /// For evaluations that have a [Meter].
  static List<CelFunctionBinding> bindings() {
    return ALL.stream().flatMap(definition -> definition.bindings().stream()).toList();
  }
}
