package dev.posthouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Request lines that mean one thing to us and could mean another to a proxy, or to who reads the
/// log.
@Timeout(30)
class HeadTest {
  private static final TestServer SERVER = new TestServer();

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/in/../healthz",
        "/in/..;/healthz",
        "/in/x/../../healthz",
        "/./healthz",
        "//healthz",
        "/v1//events",
        "/healthz;x=1",
        "/healthz/.",
        "/healthz/..",
        "http://x/in/../healthz"
      })
  void a_path_that_goes_a_way_round_is_refused(String path) throws Exception {
    assertThat(answer("GET " + path)).contains(" 400 ", "odd_path");
  }

  @ParameterizedTest
  @CsvSource({
    "/healthz, 200",
    "/healthz?x=/../;, 200",
    "http://x/healthz, 200",
    "/..healthz, 404",
    "/healthz.., 404",
    "/healthz/, 404",
    "/in/%2e%2e/healthz, 404",
    "/in/..%2fhealthz, 404",
    "*, 404"
  })
  void other_paths_are_what_they_say(String path, int status) throws Exception {
    assertThat(answer("GET " + path)).contains(" " + status + " ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"G\33ET", "GET\1", "a\"b", "G{T", "G\344T"})
  void a_method_that_is_none_is_no_defect_of_ours(String method) throws Exception {
    assertThat(answer(method + " /healthz")).contains(" 400 ", "malformed_request");
  }

  @Test
  void what_a_client_chose_forges_nothing_in_the_log() {
    assertThat(Head.told("/a\r\nINFO forged")).isEqualTo("/a??INFO forged");
    assertThat(Head.told("/a\" client=\"127.0.0.1")).isEqualTo("/a? client=?127.0.0.1");
    assertThat(Head.told("/a\33[31m")).isEqualTo("/a?[31m");
    assertThat(Head.told("/a" + (char) 0x2028 + "b" + (char) 0x202e)).isEqualTo("/a?b?");
    assertThat(Head.told("/v1/event-types/销售.订单")).isEqualTo("/v1/event-types/销售.订单");
  }

  private static String answer(String line) throws IOException {
    return SERVER.raw(line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }
}
