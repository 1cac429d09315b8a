package dev.posthouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
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

  @ParameterizedTest
  @CsvSource({
    "BAD_REQUEST,    400, br,   415",
    "BAD_REQUEST,    400, gzip, 400",
    "INTERNAL_ERROR, 500, br,   500",
    "INTERNAL_ERROR, 500, gzip, 500",
  })
  void a_compression_is_blamed_only_where_it_is_to_blame(
      DirectHandler.EventType type, int engine, String encoding, int answered) {
    var headers = WritableHeaders.create();
    headers.add(HeaderNames.CONTENT_ENCODING, encoding);
    var request = new Asked("1.1", "POST", "/in/x", ServerRequestHeaders.create(headers));

    var answer =
        new Head()
            .handle(request, type, Status.create(engine), ServerResponseHeaders.create(), "why");

    assertThat(answer.status().code()).isEqualTo(answered);
  }

  /// As far as the engine had read it.
  record Asked(String protocolVersion, String method, String path, ServerRequestHeaders headers)
      implements DirectHandler.TransportRequest {}

  private static String answer(String line) throws IOException {
    return SERVER.raw(line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }
}
