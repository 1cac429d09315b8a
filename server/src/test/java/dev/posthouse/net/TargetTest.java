package dev.posthouse.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  @ParameterizedTest
  @CsvSource({
    "https://example.com/a, true, example.com, 443, example.com",
    "http://example.com, false, example.com, 80, example.com",
    "HTTP://example.com:8080/, false, example.com, 8080, example.com:8080",
    "https://example.com:/, true, example.com, 443, example.com",
    "http://example.com:443/, false, example.com, 443, example.com:443",
    "http://my_service:3000/, false, my_service, 3000, my_service:3000",
    "http://[::1]:3000/, false, ::1, 3000, [::1]:3000",
    "https://[fd00::1]/, true, fd00::1, 443, [fd00::1]",
    "https://a@b@example.com/, true, example.com, 443, example.com",
    "https://例子.中国/, true, xn--fsqu00a.xn--fiqs8s, 443, xn--fsqu00a.xn--fiqs8s",
    "http://１２７.０.０.１/, false, 127.0.0.1, 80, 127.0.0.1"
  })
  void is_where_a_url_leads(URI url, boolean tls, String host, int port, String authority) {
    assertThat(Target.of(url)).isEqualTo(new Target(tls, host, port));
    assertThat(Target.of(url).authority()).isEqualTo(authority);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://example.com/",
        "mailto:a@example.com",
        "/path",
        "http:///path",
        "http://:80/",
        "http://example.com:65536/",
        "http://example.com:x/"
      })
  void refuses_what_leads_to_no_host_and_shows_an_example(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Target.of(URI.create(url)))
        .withMessageContaining("https://example.com/hooks");
  }
}
