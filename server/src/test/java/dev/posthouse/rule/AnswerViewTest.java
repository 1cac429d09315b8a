package dev.posthouse.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.Header;
import dev.posthouse.event.Outcome.Answered;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AnswerViewTest {
  @Test
  void values_of_one_header_are_joined_in_their_order() {
    var answer =
        answer(List.of(new Header("X-A", "1"), new Header("b", ""), new Header("x-a", "2")));

    assertThat(AnswerFilter.compile("response.headers['x-a'] == '1, 2'").test(answer)).isTrue();
    assertThat(AnswerFilter.compile("response.headers.b == ''").test(answer)).isTrue();
  }

  /// As many as fit into what is read of an answer's head, many times: joining each to all before
  /// it would take minutes.
  @Test
  @Timeout(20)
  void a_receiver_that_repeats_a_header_costs_no_more_than_one_that_does_not() {
    List<Header> headers = Collections.nCopies(16_000, new Header("a", ""));

    for (int i = 0; i < 1_000; i++) {
      var _ = answer(headers);
    }
  }

  private static AnswerView answer(List<Header> headers) {
    return AnswerView.of(new Answered(200, headers, new byte[0], 0));
  }
}
