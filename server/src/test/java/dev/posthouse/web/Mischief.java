package dev.posthouse.web;

/// What publishers send that is no request, or two, or looks different to a proxy; and the statuses
/// that come back on that connection before it is closed. `~` stands for the end of a line, `§` for
/// the usual first headers of a publish, `¶` for an event of 21 bytes. Only what is answered 202 is
/// published.
enum Mischief {
  // ---- Where a body ends: what two readers could see differently ----

  LENGTH_AND_CHUNKS(
      "§Content-Length: 21~Transfer-Encoding: chunked~~0~~§Content-Length: 21~~¶", "400"),
  CHUNKS_AND_LENGTH(
      "§Transfer-Encoding: chunked~Content-Length: 6~~0~~§Content-Length: 21~~¶", "400"),
  CHUNKED_TWICE("§Transfer-Encoding: chunked~Transfer-Encoding: chunked~~15~¶~0~~", "400"),
  CHUNKED_AND_IDENTITY("§Transfer-Encoding: chunked~Transfer-Encoding: identity~~15~¶~0~~", "400"),
  CHUNKED_THEN_IDENTITY("§Transfer-Encoding: chunked, identity~~15~¶~0~~", "400"),
  CHUNKED_MISSPELT("§Transfer-Encoding: xchunked~~15~¶~0~~", "400"),
  CHUNKED_BEHIND_A_VERTICAL_TAB("§Transfer-Encoding: \013chunked~~15~¶~0~~", "400"),
  CHUNKED_IN_QUOTES("§Transfer-Encoding: \"chunked\"~~15~¶~0~~", "400"),
  GZIP_AND_CHUNKED("§Transfer-Encoding: gzip, chunked~~15~¶~0~~", "501"),
  IDENTITY_WITH_LENGTH("§Transfer-Encoding: identity~Content-Length: 21~~¶", "400"),
  SPACE_BEFORE_THE_COLON("§Transfer-Encoding : chunked~~15~¶~0~~", "400"),
  SPACE_BEFORE_THE_COLON_OF_LENGTH("§Content-Length : 21~~¶", "400"),
  FOLDED_ENCODING("§Transfer-Encoding:~ chunked~~15~¶~0~~", "400"),
  FOLDED_HEADER("§X-Odd: a~ folded~Content-Length: 21~~¶", "400"),
  FOLDED_FIRST_HEADER("POST /v1/events HTTP/1.1~ Host: x~Content-Length: 21~~¶", "400"),
  TWO_LENGTHS("§Content-Length: 21~Content-Length: 2~~¶", "400"),
  THE_SAME_LENGTH_TWICE("§Content-Length: 21~Content-Length: 21~~¶", "400"),
  A_LIST_OF_LENGTHS("§Content-Length: 21, 21~~¶", "400"),
  A_LENGTH_WITH_SIGN("§Content-Length: +21~~¶", "400"),
  A_NEGATIVE_LENGTH("§Content-Length: -21~~¶", "400"),
  A_HEXADECIMAL_LENGTH("§Content-Length: 0x15~~¶", "400"),
  A_FRACTION_OF_LENGTH("§Content-Length: 21.0~~¶", "400"),
  AN_EMPTY_LENGTH("§Content-Length: ~~¶", "400"),
  A_LENGTH_BEYOND_COUNTING("§Content-Length: 99999999999999999999~~¶", "400"),
  A_LENGTH_IN_ARABIC_DIGITS("§Content-Length: \u00b2\u00b9~~¶", "400"),
  A_LENGTH_THAT_IS_TOO_SHORT("§Content-Length: 20~~¶", "400"),
  A_LENGTH_THAT_IS_TOO_LONG("§Content-Length: 22~~¶", ""),
  NO_LENGTH("§~¶", "400"),
  A_BODY_WHERE_NONE_IS_READ(
      "GET /healthz HTTP/1.1~Host: x~Content-Length: 137~~§Content-Length: 21~~¶", "200"),
  A_BODY_THAT_BREAKS_OFF_WHERE_NONE_IS_READ(
      "GET /healthz HTTP/1.1~Host: x~Content-Length: 400~~§Content-Length: 21~~¶", ""),
  A_TARGET_WITHOUT_PATH("GET http://x HTTP/1.1~Host: x~~", "404"),
  CHUNKS_WHERE_NONE_ARE_READ(
      "GET /healthz HTTP/1.1~Host: x~Transfer-Encoding: chunked~~15~¶~0~~§Content-Length: 21~~¶",
      "200"),

  // ---- Chunks ----

  CHUNKS("§Transfer-Encoding: chunked~~15~¶~0~~", "202"),
  A_CHUNK_WITH_EXTENSION("§Transfer-Encoding: chunked~~15;a=b~¶~0~~", "400"),
  A_CHUNK_WITH_LONG_EXTENSION(
      "§Transfer-Encoding: chunked~~15;a=" + "b".repeat(2000) + "~¶~0~~", "400"),
  A_CHUNK_OF_NO_SIZE("§Transfer-Encoding: chunked~~~¶~0~~", "400"),
  A_CHUNK_SIZE_THAT_IS_NONE("§Transfer-Encoding: chunked~~zz~¶~0~~", "400"),
  A_CHUNK_OF_NEGATIVE_SIZE("§Transfer-Encoding: chunked~~-15~¶~0~~", "400"),
  A_CHUNK_SIZE_WITH_SIGN("§Transfer-Encoding: chunked~~+15~¶~0~~", "400"),
  A_CHUNK_SIZE_WITH_PREFIX("§Transfer-Encoding: chunked~~0x15~¶~0~~", "400"),
  A_CHUNK_BEYOND_COUNTING("§Transfer-Encoding: chunked~~FFFFFFFFFFFFFFFFF~¶~0~~", "400"),
  A_CHUNK_OF_2_GB("§Transfer-Encoding: chunked~~7FFFFFFF~¶~0~~", "413"),
  A_CHUNK_OF_4_GB_AND_A_BIT("§Transfer-Encoding: chunked~~100000015~¶~0~~", "400"),
  A_CHUNK_LONGER_THAN_IT_SAYS("§Transfer-Encoding: chunked~~14~¶~0~~", "400"),
  A_CHUNK_SHORTER_THAN_IT_SAYS("§Transfer-Encoding: chunked~~16~¶~0~~", "400"),
  CHUNKS_WITH_BARE_LF("§Transfer-Encoding: chunked~~15\n¶\n0\n\n", "400"),
  CHUNKS_THAT_BREAK_OFF("§Transfer-Encoding: chunked~~15~¶~", ""),
  CHUNKS_WITHOUT_THE_LAST_LINE("§Transfer-Encoding: chunked~~15~¶~0~", ""),
  TRAILERS("§Transfer-Encoding: chunked~~15~¶~0~X: y~~", "400"),
  TRAILERS_THAT_SAY_A_LENGTH("§Transfer-Encoding: chunked~~15~¶~0~Content-Length: 9~~", "400"),
  A_FLOOD_OF_TRAILERS("§Transfer-Encoding: chunked~~15~¶~0~" + "X: y~".repeat(20_000) + "~", "400"),

  // ---- Headers ----

  LINES_OF_BARE_LF(
      "POST /v1/events HTTP/1.1\nHost: x\nAuthorization: Bearer all\nContent-Type: application/json\nContent-Length: 21\n\n¶",
      "400"),
  A_BARE_CR_IN_A_HEADER("§X-Odd: a\rTransfer-Encoding: chunked~Content-Length: 21~~¶", "400"),
  A_BARE_LF_IN_A_HEADER("§X-Odd: a\nTransfer-Encoding: chunked~Content-Length: 21~~¶", "400"),
  NUL_IN_A_HEADER("§X-Odd: a\0b~Content-Length: 21~~¶", "400"),
  A_HEADER_WITHOUT_COLON("§nonsense~Content-Length: 21~~¶", "400"),
  A_HEADER_WITHOUT_NAME("§: nonsense~Content-Length: 21~~¶", "202"),
  A_HEADER_NAME_WITH_SPACE("§X Odd: a~Content-Length: 21~~¶", "400"),
  A_HEADER_NAME_IN_NO_ALPHABET("§X-\u00e4: a~Content-Length: 21~~¶", "400"),
  NO_HOST(
      "POST /v1/events HTTP/1.1~Authorization: Bearer all~Content-Type: application/json~Content-Length: 21~~¶",
      "400"),
  TWO_HOSTS("§Host: y~Content-Length: 21~~¶", "400"),
  TWO_KEYS("§Authorization: Bearer read~Content-Length: 21~~¶", "202"),
  TWO_CONTENT_TYPES("§Content-Type: application/cloudevents+json~Content-Length: 21~~¶", "202"),
  A_FLOOD_OF_HEADERS("§" + "a:~".repeat(20_000) + "Content-Length: 21~~¶", "431"),
  AS_MANY_HEADERS_AS_FIT("§" + headers(1_100) + "Content-Length: 21~~¶", "202"),
  HEADERS_THAT_COLLIDE("§" + collidingHeaders(600) + "Content-Length: 21~~¶", "202"),

  // ---- The request line ----

  AN_ABSOLUTE_TARGET(
      "POST http://x/v1/events HTTP/1.1~Host: x~Authorization: Bearer all~Content-Type: application/json~Content-Length: 21~~¶",
      "202"),
  ALL_OF_THE_SERVER("OPTIONS * HTTP/1.1~Host: x~~", "404"),
  A_TUNNEL("CONNECT receiver.example:443 HTTP/1.1~Host: x~~", "404"),
  A_PATH_WITH_DOTS("GET /v1/../healthz HTTP/1.1~Host: x~~", "400"),
  A_PATH_WITH_HIDDEN_DOTS("GET /v1/%2e%2e/healthz HTTP/1.1~Host: x~~", "404"),
  A_PATH_WITH_DOUBLE_SLASHES("GET //healthz HTTP/1.1~Host: x~~", "400"),
  A_PATH_WITH_HIDDEN_NUL("GET /healthz%00 HTTP/1.1~Host: x~~", "404"),
  A_PATH_WITH_BROKEN_ESCAPE("GET /healthz%zz HTTP/1.1~Host: x~~", "400"),
  A_PATH_IN_NO_ALPHABET("GET /\u00e4\u00ff HTTP/1.1~Host: x~~", "404"),
  A_PATH_WITH_FRAGMENT("GET /healthz#x HTTP/1.1~Host: x~~", "200"),
  A_QUERY_OF_MANY(
      "POST /v1/events?"
          + "a=1&".repeat(3_000)
          + " HTTP/1.1~Host: x~Authorization: Bearer all~Content-Type: application/json~Content-Length: 21~~¶",
      "422"),
  A_QUERY_WITH_BROKEN_ESCAPE(
      "POST /v1/events?a=%zz HTTP/1.1~Host: x~Authorization: Bearer all~Content-Type: application/json~Content-Length: 21~~¶",
      "400"),
  A_URL_OF_20_KB("GET /" + "x".repeat(20_000) + " HTTP/1.1~Host: x~~", "431"),
  A_METHOD_OF_20_KB("X".repeat(20_000) + " / HTTP/1.1~Host: x~~", "431"),
  A_METHOD_IN_SMALL_LETTERS(
      "post /v1/events HTTP/1.1~Host: x~Authorization: Bearer all~Content-Type: application/json~Content-Length: 21~~¶",
      "202"),
  SPACES_IN_THE_REQUEST_LINE("GET  /healthz  HTTP/1.1~Host: x~~", "400"),
  A_TAB_IN_THE_REQUEST_LINE("GET\t/healthz\tHTTP/1.1~Host: x~~", "400"),
  AN_EMPTY_LINE_FIRST("~GET /healthz HTTP/1.1~Host: x~~", "400"),

  // ---- Other protocols ----

  HTTP_0_9("GET /healthz~~", "400"),
  HTTP_1_0("GET /healthz HTTP/1.0~~", "505"),
  HTTP_1_2("GET /healthz HTTP/1.2~Host: x~~", "400"),
  HTTP_2_0("GET /healthz HTTP/2.0~Host: x~~", "400"),
  HTTP_2_PREFACE("PRI * HTTP/2.0~~SM~~\0\0\0\4\0\0\0\0\0", "400"),
  UPGRADE_TO_HTTP_2(
      "§Connection: Upgrade, HTTP2-Settings~Upgrade: h2c~HTTP2-Settings: AAMAAABkAAQAAP__~Content-Length: 21~~¶",
      "202"),
  UPGRADE_TO_WEBSOCKET(
      "GET /healthz HTTP/1.1~Host: x~Connection: Upgrade~Upgrade: websocket~Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~Sec-WebSocket-Version: 13~~",
      "200"),
  TLS("\26\3\1\2\0\1\0\1\374\3\3" + "\0".repeat(200), ""),
  PROXY_PROTOCOL("PROXY TCP4 10.0.0.1 10.0.0.2 1 2~GET /healthz HTTP/1.1~Host: x~~", "400"),
  NOISE("\u00ff\u00fe\0\1\2~\u0080~~", "400"),
  NOTHING("", ""),

  // ---- Order ----

  MANY_AT_ONCE("§Content-Length: 21~~¶".repeat(50), "202 ".repeat(49) + "202"),
  MANY_AFTER_A_WRONG_ONE(
      "GET /nothing HTTP/1.1~Host: x~~" + "§Content-Length: 21~~¶".repeat(2), "404 202 202"),
  NOISE_AFTER_A_GOOD_ONE("§Content-Length: 21~~¶\0\1\2~~", "202 400"),
  EXPECTS_TO_GO_ON("§Expect: 100-continue~Content-Length: 21~~¶", "100 202"),
  EXPECTS_A_WONDER("§Expect: wonder~Content-Length: 21~~¶", "202");

  private static final String EVENT = "{\"type\":\"a\",\"data\":1}";
  private static final String USUAL =
      "POST /v1/events HTTP/1.1~Host: x~Authorization: Bearer all~Content-Type: application/json~";

  private final String request;

  /// One after the other, with spaces between.
  final String statuses;

  Mischief(String request, String statuses) {
    this.request = request;
    this.statuses = statuses;
  }

  String request() {
    return request.replace("§", USUAL).replace("¶", EVENT).replace("~", "\r\n");
  }

  private static String headers(int count) {
    var headers = new StringBuilder();
    for (int i = 0; i < count; i++) {
      headers.append("h").append(i).append(": a~");
    }
    return headers.toString();
  }

  /// Names with one hash: `Aa` and `BB` have the same.
  private static String collidingHeaders(int count) {
    var headers = new StringBuilder();
    for (int i = 0; i < count; i++) {
      for (int bit = 0; bit < 10; bit++) {
        headers.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      headers.append(":~");
    }
    return headers.toString();
  }
}
