package dev.posthouse.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A body costs what its size allows, whatever is in it, and a refusal is short.
@Timeout(30)
class BurdenTest {
  private static final int LONGEST_REFUSAL = 16 << 10;
  private static final TestServer SERVER = new TestServer();

  @AfterEach
  void forget() {
    SERVER.published.clear();
  }

  @AfterAll
  static void close() {
    SERVER.close();
    assertThat(SERVER.memory.used()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void is_answered_soon_and_shortly(Burden each) throws Exception {
    HttpResponse<String> answer = publish("/v1/events", "application/json", each.body());

    assertThat(answer.statusCode()).as(shown(answer)).isEqualTo(each.status);
    assertThat(answer.body().length()).isLessThan(LONGEST_REFUSAL);
    assertThat(SERVER.published).hasSize(each.status == 202 ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/cloudevents+json", "application/json"})
  void a_flood_of_wrong_attributes_is_refused_shortly(String type) throws Exception {
    var event = new StringBuilder("{\"specversion\":\"1.0\"");
    for (int i = 0; i < 500_000; i++) {
      event.append(",\"X_").append(i).append("\":{}");
    }
    HttpResponse<String> answer =
        publish("/v1/events", type, event.append('}').toString().getBytes(UTF_8));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("there is more; these are the first 25");
    assertThat(answer.body().length()).isLessThan(LONGEST_REFUSAL);
  }

  private static HttpResponse<String> publish(String path, String type, byte[] body)
      throws Exception {
    return SERVER.send(
        SERVER.request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
  }

  private static String shown(HttpResponse<String> answer) {
    return answer.body().substring(0, Math.min(answer.body().length(), 500));
  }
}
