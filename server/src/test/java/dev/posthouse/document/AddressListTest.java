package dev.posthouse.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AddressListTest {
  private static final String DOCUMENT =
      """
      Webhook 列表:
        - 名称: 订单
          端点 URL: https://a.example/orders
          事件触发器: ["*"]
          安全设置: {IP 白名单: "[NETWORKS]"}
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "203.0.113.7,198.51.100.0/24",
        "203.0.113.7, 198.51.100.0/24",
        "203.0.113.7 198.51.100.0/24",
        "203.0.113.7，198.51.100.0/24",
        "203.0.113.7、198.51.100.0/24"
      })
  void a_placeholder_stands_for_several_addresses(String value) {
    JsonNode forms = Reading.forms(DOCUMENT, Map.of("NETWORKS", value));

    assertThat(forms.at("/0/endpoint/allowedIps").valueStream().map(JsonNode::asString).toList())
        .isEqualTo(List.of("203.0.113.7", "198.51.100.0/24"));
  }
}
