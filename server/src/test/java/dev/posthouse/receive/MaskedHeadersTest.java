package dev.posthouse.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.webhooks.JwtScheme;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskedHeadersTest {
  @Test
  void a_token_in_a_header_of_its_own_is_not_kept() {
    var scheme =
        new JwtScheme(
            "X-Proxy-Jwt-Assertion", "", JwtScheme.USUAL, "", "", "", Duration.ofMinutes(5));
    Map<String, String> kept =
        MaskedHeaders.of(
            Map.of("x-proxy-jwt-assertion", List.of("eyJh.e30.c2ln"), "x-topic", List.of("orders")),
            MaskedHeaders.secret(scheme));
    assertThat(kept).isEqualTo(Map.of("x-proxy-jwt-assertion", "***", "x-topic", "orders"));
  }
}
