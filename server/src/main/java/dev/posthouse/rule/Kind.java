package dev.posthouse.rule;

import com.google.common.collect.ImmutableList;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;

/// What a function of ours takes as an argument.
enum Kind {
  TEXT(SimpleType.STRING),
  /// A number, or a text that is one and so keeps all its digits.
  NUMBER(SimpleType.INT, SimpleType.UINT, SimpleType.DOUBLE, SimpleType.STRING),
  WHOLE(SimpleType.INT),
  /// A time, or a text that is one, for JSON has no times.
  TIME(SimpleType.TIMESTAMP, SimpleType.STRING),
  BINARY(SimpleType.STRING, SimpleType.BYTES),
  /// What can stand in a text.
  WORD(SimpleType.STRING, SimpleType.INT, SimpleType.UINT, SimpleType.DOUBLE, SimpleType.BOOL),
  LIST(ListType.create(SimpleType.DYN)),
  ANY(SimpleType.DYN);

  @SuppressWarnings("ImmutableEnumChecker") // CEL's types are immutable
  private final ImmutableList<CelType> types;

  Kind(CelType... types) {
    this.types = ImmutableList.copyOf(types);
  }

  /// The types of CEL that the type checker lets pass.
  ImmutableList<CelType> types() {
    return types;
  }
}
