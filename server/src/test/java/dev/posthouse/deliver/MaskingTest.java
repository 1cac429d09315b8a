package dev.posthouse.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.Header;
import dev.posthouse.event.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskingTest {
  @Test
  void cookies_and_keys_of_an_answer_are_not_kept() {
    var answer =
        new Outcome.Answered(
            200,
            List.of(new Header("Server", "x"), new Header("Set-Cookie", "sid=1; Path=/")),
            new byte[0],
            0);

    var kept = (Outcome.Answered) Masking.mask(answer);

    assertThat(kept.headers())
        .containsExactly(new Header("Server", "x"), new Header("Set-Cookie", "***"));
  }

  @Test
  void an_answer_without_secrets_is_kept_as_it_came() {
    var answer =
        new Outcome.Answered(200, List.of(new Header("www-authenticate", "Basic")), new byte[0], 0);
    assertThat(Masking.mask(answer)).isSameAs(answer);
  }
}
