package dev.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
  @ParameterizedTest
  @CsvSource({"abc,3", "订单,4", "Ａ,2", "ｱ,1", "한국,4", "e\u0301,1", "😀,2", "…,1", "（一）,6", "'',0"})
  void a_text_is_as_wide_as_a_terminal_shows_it(String text, int columns) {
    assertThat(Width.of(text)).isEqualTo(columns);
  }

  @ParameterizedTest
  @CsvSource({"订单已创建,10,订单已创建", "订单已创建,9,订单已创…", "订单已创建,8,订单已…", "abc,2,a…"})
  void a_long_cell_is_cut_between_characters(String text, int columns, String cut) {
    assertThat(Width.cut(text, columns)).isEqualTo(cut);
  }

  @Test
  void columns_line_up_in_both_scripts() {
    var table = new Table("名称", "STATE");
    table.row("仓库订单", "ok");
    table.row("CRM", "ok");

    assertThat(table.lines()).containsExactly("名称      STATE", "仓库订单  ok", "CRM       ok");
  }

  @Test
  void what_others_wrote_cannot_steer_the_terminal() {
    var table = new Table("a");
    table.row("\033[2Jgone\nnext");

    assertThat(table.lines().getLast()).isEqualTo("\uFFFD[2Jgone next");
  }
}
