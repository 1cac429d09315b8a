package dev.posthouse.rule;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/// A function of ours: what it takes, what it gives, what people read about it.
///
/// @param required so many parameters must be given
/// @param body charges its costs to the current [Meter]
record Definition(
    TemplateFunction manual, List<Parameter> parameters, int required, CelType result, Body body) {
  Definition {
    parameters = List.copyOf(parameters);
  }

  /// @param check throws [Told] for a text that can never do; asked when an expression is saved
  ///   that gives a constant, too
  record Parameter(Kind kind, Consumer<String> check) {
    static Parameter of(Kind kind) {
      return new Parameter(kind, text -> {});
    }
  }

  interface Body {
    Object apply(Arguments arguments);
  }

  String name() {
    return manual.name();
  }

  /// For the type checker. `upper(x)` may also be written `x.upper()`.
  CelFunctionDecl declaration() {
    List<CelOverloadDecl> overloads = new ArrayList<>();
    for (int count = required; count <= parameters.size(); count++) {
      for (List<CelType> types : combinations(count)) {
        String id = name() + "_" + String.join("_", types.stream().map(CelType::name).toList());
        overloads.add(CelOverloadDecl.newGlobalOverload(id, result, types));
        if (!manual.payloadsOnly()) {
          overloads.add(CelOverloadDecl.newMemberOverload("on_" + id, result, types));
        }
      }
    }
    return CelFunctionDecl.newFunctionDeclaration(name(), overloads);
  }

  private List<List<CelType>> combinations(int count) {
    List<List<CelType>> all = List.of(List.of());
    for (Parameter parameter : parameters.subList(0, count)) {
      List<List<CelType>> longer = new ArrayList<>();
      for (List<CelType> before : all) {
        for (CelType type : parameter.kind().types()) {
          List<CelType> one = new ArrayList<>(before);
          one.add(type);
          longer.add(one);
        }
      }
      all = longer;
    }
    return all;
  }

  /// For the runtime, one for each number of arguments; [Arguments] tells them apart by type.
  List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> forms = new ArrayList<>();
    for (int count = required; count <= parameters.size(); count++) {
      forms.add(binding(count));
    }
    return List.copyOf(CelFunctionBinding.fromOverloads(name(), forms));
  }

  /// CEL calls functions of one or two arguments in a way of their own.
  @SuppressWarnings("Immutable") // a body has no state
  private CelFunctionBinding binding(int count) {
    String id = name() + "_" + count;
    return switch (count) {
      case 1 -> CelFunctionBinding.from(id, Object.class, x -> apply(x));
      case 2 -> CelFunctionBinding.from(id, Object.class, Object.class, (x, y) -> apply(x, y));
      default -> CelFunctionBinding.from(id, Collections.nCopies(count, Object.class), this::apply);
    };
  }

  private Object apply(Object... values) {
    Meter.check();
    try {
      return body.apply(new Arguments(name(), values));
    } catch (Unrenderable e) {
      throw new Told(e.reason()).throughCel();
    }
  }
}
