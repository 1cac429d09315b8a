package dev.posthouse.eventtype;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedTest {
  static Stream<EventType> types() {
    return Shipped.all().values().stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  void every_shipped_type_could_have_been_saved(EventType type) {
    assertThat(Growth.of(List.of(), type.versions())).isEqualTo(type.versions());
    assertThat(type.description()).containsKeys("en", "zh-CN");
    assertThat(EventTypeForm.MODULES).contains(type.module());
  }

  @Test
  void the_types_are_listed_by_name() {
    assertThat(List.copyOf(Shipped.all().keySet())).isSorted().contains("sales_order.created");
    assertThat(Shipped.all()).allSatisfy((name, type) -> assertThat(type.name()).isEqualTo(name));
  }
}
