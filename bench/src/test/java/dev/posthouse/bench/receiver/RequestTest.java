package dev.posthouse.bench.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestTest {
  private static final String BODY = "{\"sequence\":1000000007,\"sent_at\": 1764000000123456}";
  private static final String WHOLE =
      "POST /take/1/3 HTTP/1.1\r\nWebhook-Id: dlv_1\r\ncontent-LENGTH: %d\r\n\r\n%s"
          .formatted(BODY.length(), BODY);

  @Test
  void number_and_time_are_found_in_the_body() {
    byte[] bytes = WHOLE.getBytes(StandardCharsets.US_ASCII);
    var request = new Request();

    assertThat(request.find(bytes, 0, bytes.length)).isTrue();
    assertThat(request.length).isEqualTo(BODY.length());
    assertThat(request.sequence(bytes.length)).isEqualTo(1_000_000_007L);
    assertThat(request.sentAt(bytes.length)).isEqualTo(1_764_000_000_123_456L);
    assertThat(request.webhookHeader("id")).isEqualTo("dlv_1");
    assertThat(Path.of(bytes, request.pathStart(), request.pathEnd()))
        .extracting(Path::way, Path::group, Path::space)
        .containsExactly(Path.Way.TAKE, 1, 3);
  }

  @Test
  void a_head_that_has_not_all_come_is_waited_for() {
    byte[] bytes = WHOLE.getBytes(StandardCharsets.US_ASCII);

    assertThat(new Request().find(bytes, 0, WHOLE.indexOf("\r\n\r\n") + 1)).isFalse();
  }

  @Test
  void an_event_that_comes_twice_and_one_that_comes_late_are_told_apart() {
    var space = new Tally.Space();
    space.add(1);
    space.add(3);
    space.add(2);
    space.add(3);

    assertThat(space.distinct).isEqualTo(3);
    assertThat(space.duplicates).isEqualTo(1);
    assertThat(space.disorder).isEqualTo(1);
  }
}
