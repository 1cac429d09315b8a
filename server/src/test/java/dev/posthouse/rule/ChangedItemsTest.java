package dev.posthouse.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.event.Invalid;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangedItemsTest {
  @Test
  void it_is_taken_out_of_the_filter_and_the_rest_decides() {
    Filter filter =
        Filter.compile(
            List.of("total > 100 && changed('address', 'lines[].sku')", "changed('note')"));

    assertThat(filter.changed())
        .containsExactly(List.of("address", "lines[].sku"), List.of("note"));
    assertThat(filter.texts())
        .containsExactly("total > 100 && changed('address', 'lines[].sku')", "changed('note')");
    assertThat(filter.test(Events.view("{\"total\": 101}"))).isEqualTo(Filter.Passed.INSTANCE);
    var no = (Filter.Rejected) filter.test(Events.view("{\"total\": 99}"));
    assertThat(no.reason().english()).isEqualTo("`total` is 99");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!changed('a')",
        "total > 1 || changed('a')",
        "(total > 1 && changed('a')) || b",
        "changed('a') == true",
        "changed('a') ? b : c",
        "[1, 2].exists(x, changed('a'))"
      })
  void anywhere_else_it_is_refused_with_the_right_form(String text) {
    assertThatThrownBy(() -> Filter.compile(List.of(text)))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("a part of an outermost &&");
  }

  @ParameterizedTest
  @ValueSource(strings = {"changed()", "changed(a)", "changed('a..b')", "changed('')"})
  void its_paths_are_texts(String text) {
    assertThatThrownBy(() -> Filter.compile(List.of(text)))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("changed");
  }

  @Test
  void a_field_of_that_name_is_a_field() {
    Filter filter = Filter.compile(List.of("changed && data.changed"));

    assertThat(filter.changed()).isEmpty();
    assertThat(filter.test(Events.view("{\"changed\": true}"))).isEqualTo(Filter.Passed.INSTANCE);
  }
}
