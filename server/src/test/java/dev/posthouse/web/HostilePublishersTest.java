package dev.posthouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever bytes come, they are answered or the connection is closed, and nothing is half
/// accepted.
@Timeout(30)
class HostilePublishersTest {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

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
  void is_answered_and_not_taken_for_what_it_is_not(Mischief each) throws Exception {
    String answer = answer(each);
    String statuses =
        STATUS.matcher(answer).results().map(m -> m.group(1)).collect(Collectors.joining(" "));
    System.out.println(
        "SAW "
            + each
            + " expected ["
            + each.statuses
            + "] got ["
            + statuses
            + "] published "
            + SERVER.published.size());
    assertThat(statuses).as(answer).isEqualTo(each.statuses);
    assertThat(SERVER.published).hasSize(each.statuses.split("202", -1).length - 1);
  }

  private static String answer(Mischief each) throws IOException {
    return SERVER.raw(each.request());
  }
}
