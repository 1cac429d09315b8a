package dev.posthouse.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

/// Bodies that are made to cost, or to be read in two ways, and the status that each gets. Bytes
/// above 127 are written as characters of Latin-1.
enum Burden {
  // ---- Characters ----

  BROKEN_UTF_8(data("\"\u00c3(\""), 400),
  OVERLONG_UTF_8(data("\"\u00c0\u00af\""), 400),
  SURROGATES_IN_UTF_8(data("\"\u00ed\u00a0\u00bd\u00ed\u00b8\u0080\""), 400),
  UTF_8_BEYOND_UNICODE(data("\"\u00f4\u0090\u0080\u0080\""), 400),
  BROKEN_UTF_8_IN_AN_UNKNOWN_FIELD("{\"type\":\"a\",\"data\":1,\"x\":\"\u00ff\"}", 400),
  UTF_16_TEXT(new String(data("1").getBytes(UTF_16), ISO_8859_1), 400),
  BYTE_ORDER_MARK(new String(("\ufeff" + data("1")).getBytes(UTF_8), ISO_8859_1), 400),
  HALF_A_SURROGATE_PAIR_IN_DATA(data("\"\\ud83d\""), 202),
  HALF_A_SURROGATE_PAIR_IN_A_NAME("{\"type\":\"a\",\"subject\":\"\\ud83d\",\"data\":1}", 422),
  NUL_IN_DATA(data("\"\\u0000\""), 202),
  NUL_IN_A_NAME("{\"type\":\"a\",\"subject\":\"\\u0000\",\"data\":1}", 422),
  BARE_NUL(data("\"\0\""), 400),
  NULS_IN_A_NAME(
      "{\"type\":\"a\",\"subject\":\"" + "\\u0000".repeat(1_000_000) + "\",\"data\":1}", 422),

  // ---- Shape ----

  NOTHING("", 400),
  WHITE_SPACE(" ".repeat(Body.LIMIT), 400),
  OPEN_LISTS("[".repeat(1_000_000), 400),
  OPEN_OBJECTS("{\"a\":".repeat(1_000_000), 400),
  DEEP_DATA(data("[".repeat(1_000_000) + "]".repeat(1_000_000)), 400),
  A_LIST_OF_A_MILLION(data("[" + "1,".repeat(1_000_000) + "1]"), 202),
  DATA_TWICE("{\"type\":\"a\",\"data\":1,\"data\":2}", 400),
  A_KEY_TWICE_IN_DATA(data("{\"a\":1,\"\\u0061\":2}"), 400),
  SOMETHING_BEHIND(data("1") + data("2"), 400),

  // ---- Keys ----

  A_FLOOD_OF_KEYS(data(object(700_000, Burden::numbered)), 202),
  KEYS_WITH_ONE_HASH(data(object(1 << 17, Burden::colliding)), 202),
  A_FLOOD_OF_UNKNOWN_FIELDS(fields(700_000, Burden::numbered), 422),
  UNKNOWN_FIELDS_WITH_ONE_HASH(fields(1 << 17, Burden::colliding), 422),
  A_KEY_OF_10_MB(data("{\"" + "x".repeat(Body.LIMIT - 100) + "\":1}"), 400),

  // ---- Numbers ----

  A_NUMBER_OF_A_MILLION_DIGITS(data("9".repeat(1_000_000)), 400),
  A_NUMBER_BEYOND_COUNTING(data("1e999999999"), 202),
  A_VERSION_BEYOND_COUNTING("{\"type\":\"a\",\"schemaVersion\":1e999999999,\"data\":1}", 422),
  NO_NUMBER(data("NaN"), 400);

  private static final int BITS = 17;

  private final String body;
  final int status;

  Burden(String body, int status) {
    this.body = body;
    this.status = status;
  }

  byte[] body() {
    return body.getBytes(ISO_8859_1);
  }

  private static String data(String data) {
    return "{\"type\":\"a\",\"data\":" + data + "}";
  }

  private interface Name {
    String of(int number);
  }

  private static String fields(int count, Name name) {
    String object = object(count, name);
    return "{\"type\":\"a\",\"data\":1," + object.substring(1);
  }

  private static String object(int count, Name name) {
    var object = new StringBuilder("{");
    for (int i = 0; i < count; i++) {
      object.append(i == 0 ? "\"" : ",\"").append(name.of(i)).append("\":1");
    }
    return object.append('}').toString();
  }

  private static String numbered(int number) {
    return "k" + number;
  }

  /// `Aa` and `BB` have one hash in Java, and so have texts made of as many of them.
  private static String colliding(int number) {
    var name = new StringBuilder(2 * BITS);
    for (int bit = 0; bit < BITS; bit++) {
      name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return name.toString();
  }
}
