package dev.posthouse.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Single lines of the Chinese short form.
class ShortFormTest {
  private static final String ONE =
      "Webhook 名称: a # 第一个\n端点 URL: https://a.example/ # 地址\n事件: # 全部\n  - order.* # 订单\n";

  private static String payload(String line) {
    String text = ONE + "有效负载:\n  " + line + "\n";
    return Reading.forms(text, Map.of()).at("/0/subscriptions/0/payload").toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"order_id\": \"{{ order.id }}\"|{\"order_id\":\"{{ order.id }}\"}",
        "'order_id':{{ order.id }}|{\"order_id\":\"{{ order.id }}\"}",
        "\"a:b\": x|{\"a:b\":\"x\"}",
        "order_id:{{ order.id }}  # 订单号|{\"order_id\":\"{{ order.id }}\"}",
        "note:{{ order.note == \" # \" }} x|{\"note\":\"{{ order.note == \\\" # \\\" }} x\"}",
        "note:\"a # b\" # c|{\"note\":\"a # b\"}",
        "note:'it''s # b'|{\"note\":\"it's # b\"}",
        "note:Bob's # c|{\"note\":\"Bob's\"}",
        "colour:#fff|{\"colour\":\"#fff\"}",
        "n: 1 # one|{\"n\":1}",
        "n: \"1\" # one|{\"n\":\"1\"}",
      })
  void quotes_and_comments_are_no_part_of_keys_and_values(String line, String payload) {
    assertThat(payload(line)).isEqualTo(payload);
  }

  @Test
  void a_comment_may_follow_every_line() {
    var forms = Reading.forms(ONE, Map.of());

    assertThat(forms.at("/0/endpoint/name").stringValue()).isEqualTo("a");
    assertThat(forms.at("/0/endpoint/url").stringValue()).isEqualTo("https://a.example/");
    assertThat(forms.at("/0/subscriptions/0/types/0").stringValue()).isEqualTo("order.*");
  }

  @Test
  void a_backslash_in_double_quotes_is_refused_rather_than_kept() {
    assertThat(Reading.flaws(ONE + "有效负载:\n  a: \"x\\\"y\"\n"))
        .singleElement()
        .asString()
        .startsWith("6:6 /有效负载/a a backslash in double quotes means nothing certain here");
  }
}
