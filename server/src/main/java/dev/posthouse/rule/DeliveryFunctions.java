package dev.posthouse.rule;

import dev.cel.common.types.SimpleType;
import dev.posthouse.rule.Definition.Parameter;
import java.util.List;

/// Functions that need a delivery or the tables of its subscription, so filters have none of them.
final class DeliveryFunctions {
  private DeliveryFunctions() {}

  static List<Definition> all() {
    return List.of(uuid(), lookup());
  }

  private static Definition uuid() {
    return new Definition(
        new TemplateFunction(
            "uuid",
            "uuid(name)",
            "A UUID that is the same on every attempt of this delivery, and another for every delivery and name: version 5 (RFC 9562) of the name, in the namespace of the 16 bytes of the delivery's id.",
            "同一投递的每次尝试都相同、不同投递或名称则不同的 UUID：以投递 id 的 16 个字节为命名空间、按名称生成的第 5 版 UUID（RFC 9562）。",
            "uuid('invoice')",
            "\"e960b261-0535-568a-a4b9-261097adf736\"",
            true),
        List.of(Parameter.of(Kind.TEXT)),
        1,
        SimpleType.STRING,
        arguments -> Texts.built(Occasion.current().uuid(arguments.text(0))));
  }

  private static Definition lookup() {
    return new Definition(
        new TemplateFunction(
            "lookup",
            "lookup(table, key[, otherwise])",
            "The entry of a table of the subscription (its field `tables`); where the key is not in it, the third value, and without one the delivery fails.",
            "订阅的查找表（字段 `tables`）中的条目；没有该键时取第三个值，未给出则投递失败。",
            "lookup('warehouse', 'KL-01', 'unknown')",
            "\"Kuala Lumpur\"",
            true),
        List.of(Parameter.of(Kind.TEXT), Parameter.of(Kind.WORD), Parameter.of(Kind.ANY)),
        2,
        SimpleType.DYN,
        arguments -> {
          Object found = Occasion.current().entry(arguments.text(0), arguments.word(1));
          if (found != null) {
            return found;
          }
          if (arguments.has(2)) {
            return arguments.value(2);
          }
          throw absent(Path.shown(arguments.text(0)), Path.shown(arguments.word(1)));
        });
  }

  private static RuntimeException absent(Words table, Words key) {
    return new Told(
            new Words(
                "table " + table.english() + " has no entry " + key.english(),
                "查找表 " + table.chinese() + " 没有条目 " + key.chinese()))
        .throughCel();
  }
}
