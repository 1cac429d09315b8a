package dev.posthouse.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class YamlTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ order.id }}",
        "{{ uuid(\"pick\") }}",
        "{{ uuid('pick') }}",
        "it's \"both\"",
        "back\\slash \"quoted\"",
        "{{ order.items\n     .filter(item, item.quantity > 1)\n     .map(item, {\"sku\": item.sku}) }}",
        "第一行“引号”\n  第二行: \"值\"\n",
        "  first line indented\nsecond",
        "ends with a space \nsecond",
        "two\n\nparagraphs",
        "tab\tinside \"quotes\"",
        "\u2028 \"separator\"",
        "# no comment",
        "- no item",
        "yes: \"no\"",
        ""
      })
  void a_text_comes_back_as_it_was(String text) {
    ObjectNode json = Json.object();
    json.put("payload", text);
    json.putArray("list").add(text);

    assertThat(new YAMLMapper().readTree(YamlText.of(json).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(json);
  }

  @Test
  void expressions_stay_readable() {
    ObjectNode json = Json.object();
    json.put("request", "{{ uuid(\"pick\") }}");
    json.put("lines", "{{ items\n     .map(item, {\"品号\": item.sku}) }}");

    assertThat(YamlText.of(json))
        .isEqualTo(
            """
            request: '{{ uuid("pick") }}'
            lines: |-
              {{ items
                   .map(item, {"品号": item.sku}) }}
            """);
  }
}
