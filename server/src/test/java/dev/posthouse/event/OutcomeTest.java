package dev.posthouse.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.Outcome.Reason;
import dev.posthouse.event.Outcome.Unreachable;
import dev.posthouse.event.Outcome.Unsent;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  @Test
  void the_detail_of_what_was_not_sent_is_bounded_and_whole() {
    String fits = "x".repeat(1_000);

    assertThat(new Unsent(Reason.TEMPLATE, fits).why()).isEqualTo(fits);
    assertThat(new Unsent(Reason.DEFECT, "x".repeat(999) + "😀".repeat(5_000_000)))
        .isEqualTo(new Unsent(Reason.DEFECT, "x".repeat(999) + "…"));
  }

  @Test
  void what_a_receiver_sent_by_way_of_an_answer_is_told_in_few_and_plain_characters() {
    assertThat(new Unreachable("bad chunk: \0\0\r\n\u0085").why()).isEqualTo("bad chunk:      ");
    assertThat(new Unreachable("x".repeat(42_000)).why()).isEqualTo("x".repeat(1_000) + "…");
    assertThat(new Unsent(Reason.DEFECT, "a\0b").detail()).isEqualTo("defect: a b");
  }

  @Test
  void what_was_not_sent_tells_why_by_its_reason_and_in_words() {
    assertThat(new Unsent(Reason.NO_SECRET, "all have expired").detail())
        .isEqualTo("no_secret: all have expired");
  }
}
