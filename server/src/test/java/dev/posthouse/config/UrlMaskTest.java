package dev.posthouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlMaskTest {
  @ParameterizedTest
  @CsvSource({
    "https://a.example/x?token=y&z=1, https://a.example/x?token=***&z=1",
    "https://f.example/api/x?code=y&sig=z&zip_code=1, https://f.example/api/x?code=***&sig=***&zip_code=1",
    "https://a.example/hooks/x, https://a.example/hooks/x",
    "https://hooks.slack.com/services/T0/B0/x, https://hooks.slack.com/***",
    "https://prod-7.westeurope.logic.azure.com:443/workflows/x?sig=y, https://prod-7.westeurope.logic.azure.com:443/***",
    "https://hook.eu1.make.com/x, https://hook.eu1.make.com/***",
    "https://make.com, https://make.com",
    "https://notmake.com/x, https://notmake.com/x",
  })
  void hides_what_lets_others_send(String url, String shown) {
    assertThat(UrlMask.mask(URI.create(url))).isEqualTo(shown);
    assertThat(UrlMask.isMask(shown)).isEqualTo(shown.contains("***"));
  }
}
