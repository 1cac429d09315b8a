package dev.posthouse.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.AttemptReport;
import dev.posthouse.event.Outcome;
import org.junit.jupiter.api.Test;

class TestSendTest {
  private final Courier courier = new Courier();
  private final TestSend testSend = new TestSend(courier.outside());

  @Test
  void sends_a_signed_event_now_and_stores_nothing() {
    AttemptReport report = testSend.run(Samples.endpoint(1));
    assertThat(((Outcome.Answered) report.outcome()).success()).isTrue();
    assertThat(report.request()).anyMatch(header -> header.name().equals("webhook-signature"));
    assertThat(courier.sent).hasSize(1);
    assertThat(courier.table.reports).isEmpty();
  }

  @Test
  void tells_why_nothing_could_be_sent() {
    courier.receiver =
        request -> {
          throw new IllegalStateException("broken");
        };
    AttemptReport report = testSend.run(Samples.endpoint(1));
    assertThat(((Outcome.Unsent) report.outcome()).reason()).isEqualTo(Outcome.Reason.DEFECT);
  }
}
