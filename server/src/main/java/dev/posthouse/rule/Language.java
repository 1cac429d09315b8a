package dev.posthouse.rule;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelOptions;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// CEL as Posthouse speaks it: its options, its bounds, and the two variables that are always
/// there.
final class Language {
  static final String EVENT = "event";
  static final String DATA = "data";

  /// In characters.
  static final int TEXT_LIMIT = 4_096;

  static final int DEPTH_LIMIT = 50;

  /// In one evaluation, those of nested macros counted.
  static final int ITERATION_LIMIT = 10_000;

  /// CEL counts each pair of brackets and each rule of its grammar on the way down. This only keeps
  /// its parser from exhausting the stack; what is refused is told by [#DEPTH_LIMIT].
  private static final int PARSER_DEPTH = 250;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .comprehensionMaxIterations(ITERATION_LIMIT)
          .maxExpressionCodePointSize(TEXT_LIMIT)
          .maxParseRecursionDepth(PARSER_DEPTH)
          .build();

  static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addFunctionDeclarations(Functions.declarations())
          .addFunctionDeclarations(TemplateFunctions.declarations())
          .setTypeProvider(new EventType())
          .addVar(EVENT, EnvelopeFields.TYPE)
          .addVar(DATA, SimpleType.DYN)
          .build();

  static final CelRuntime PLAIN = runtime(Functions.plain(OPTIONS));

  /// For evaluations inside [Meter#during].
  static final CelRuntime METERED =
      runtime(
          Stream.concat(Functions.metered(OPTIONS).stream(), TemplateFunctions.bindings().stream())
              .toList());

  private Language() {}

  private static CelRuntime runtime(List<CelFunctionBinding> functions) {
    return CelRuntimeFactory.plannerRuntimeBuilder()
        .setOptions(OPTIONS)
        .setStandardFunctions(
            CelStandardFunctions.newBuilder().excludeFunctions(Functions.replaced()).build())
        .addFunctionBindings(functions)
        .build();
  }

  /// Tells the type checker what `event` is made of.
  private static final class EventType implements CelTypeProvider {
    @Override
    public ImmutableList<CelType> types() {
      return ImmutableList.of(EnvelopeFields.TYPE);
    }

    @Override
    public Optional<CelType> findType(String name) {
      return name.equals(EnvelopeFields.TYPE.name())
          ? Optional.of(EnvelopeFields.TYPE)
          : Optional.empty();
    }
  }
}
