package dev.posthouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.access.Secret;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BannerTest {
  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "10.1.2.3", "127.example.com"})
  void warns_of_an_address_that_others_reach_without_tls(String host) {
    assertThat(printed("--host", host)).contains("--tls-cert");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "localhost"})
  void is_silent_where_only_this_machine_reaches_it(String host) {
    assertThat(printed("--host", host)).doesNotContain("--tls-cert");
  }

  @Test
  void is_silent_with_tls() {
    assertThat(printed("--host", "0.0.0.0", "--tls-cert", "a.pem", "--tls-key", "b.pem"))
        .doesNotContain("--tls-cert");
  }

  private static String printed(String... flags) {
    var bytes = new ByteArrayOutputStream();
    Config config = Config.of(Settings.of(List.of(flags), Map.of()));
    var admin = new KeyFiles.AdminKey(new Secret("sixteen-letters!"), false);
    new Banner(config, "http://here", admin).print(new PrintStream(bytes, true, UTF_8));
    return bytes.toString(UTF_8);
  }
}
