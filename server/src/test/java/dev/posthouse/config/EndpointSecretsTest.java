package dev.posthouse.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class EndpointSecretsTest {
  private static Endpoint endpoint(String url) {
    ObjectNode json =
        (ObjectNode)
            Json.parse(
                """
                {"name": "erp", "auth": {"type": "bearer", "token": "t0p"},
                 "headers": {"X-Api-Key": "k3y", "X-Plain": "p"}, "signing": {"scheme": "none"}}
                """
                    .getBytes(UTF_8));
    var identity =
        new EndpointForm.Identity(
            new EndpointId(1), new TenantId(1), 1, scheme -> List.<Signing.Key>of());
    return EndpointForm.read(json.put("url", url), identity);
  }

  /// As a patch of the URL alone makes it.
  private static ObjectNode moved(String from, String to) {
    Endpoint before = endpoint(from);
    return EndpointSecrets.of(before)
        .sentTo(to, before.url())
        .fill(EndpointForm.write(before).put("url", to));
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/x, https://a.example/y?z=1",
    "https://a.example/x, HTTPS://A.example:443/x",
    "http://a.example:80/x, http://a.example/",
    "http://a.example/x, https://a.example/x",
    "http://a.example:8080/x, https://a.example:8080/x"
  })
  void on_the_same_host_credentials_stay(String from, String to) {
    ObjectNode filled = moved(from, to);

    assertThat(filled.at("/auth/token").stringValue()).isEqualTo("t0p");
    assertThat(filled.at("/headers/X-Api-Key").stringValue()).isEqualTo("k3y");
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/x, https://evil.example/x",
    "https://a.example/x, https://a.example.evil.example/x",
    "https://a.example/x, https://x.a.example/x",
    "https://a.example/x, https://a.example:8443/x",
    "https://a.example/x, http://a.example/x",
    "https://a.example:8443/x, http://a.example:8443/x",
    "http://a.example:8080/x, https://a.example/x"
  })
  void credentials_are_not_sent_to_another_host(String from, String to) {
    assertThatThrownBy(() -> moved(from, to))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("/auth/token")
        .hasMessageContaining("/headers/x-api-key")
        .hasMessageContaining("another host")
        .hasMessageNotContaining("t0p");
  }
}
