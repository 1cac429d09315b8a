package dev.posthouse.fuzz;

import dev.posthouse.rule.EventView;
import dev.posthouse.rule.Events;
import java.util.List;

/// Events that everything which compiles is tried on: an order, data that are no object, and data
/// that are odd in every way JSON allows.
final class SampleEvents {
  private static final List<String> DATA =
      List.of(
          """
          {"order":{"id":7,"total":120.50,"status":"paid","note":null,"express":false,
            "date":"2026-03-01","time":"2026-03-01T10:15:30+08:00","prices":[9.750,12],
            "items":[{"sku":"A","price":10.00,"qty":2},{"sku":"B","price":2.5,"qty":0}],
            "customer":{"name":"李雷","tags":["vip","old"]}},"订单":{"金额":1.10}}
          """,
          """
          {"order":[[[[[[]]]]]],"big":123456789012345678901234567890.123,"tiny":1e-300,"vast":1e300,
           "max":9223372036854775807,"min":-9223372036854775808,"":"","a b":"\\ud800","nul":"\\u0000",
           "data":{"data":{"event":1}},"event":"x","long":"%s"}
          """
              .formatted("长".repeat(3_000)),
          "null",
          "[0e-99999999999999, 1e99999999999999, 1e999999999]",
          "[1,{\"order\":1}]",
          "\"text\"",
          "");

  private SampleEvents() {}

  /// New ones each time: a view is for one thread and remembers what it has parsed.
  static List<EventView> views() {
    return DATA.stream().map(Events::view).toList();
  }

  static List<String> data() {
    return DATA;
  }
}
