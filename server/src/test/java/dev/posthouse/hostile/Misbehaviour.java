package dev.posthouse.hostile;

import static dev.posthouse.hostile.Expected.delivered;
import static dev.posthouse.hostile.Expected.gone;
import static dev.posthouse.hostile.Expected.pause;
import static dev.posthouse.hostile.Expected.rejected;
import static dev.posthouse.hostile.Expected.timedOut;
import static dev.posthouse.hostile.Expected.unreachable;

import dev.posthouse.testing.ScriptedServer;
import dev.posthouse.testing.ScriptedServer.Peer;
import dev.posthouse.testing.ScriptedServer.Script;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// What receivers do to a sender, and what becomes of it: of a first delivery, and of a second one
/// sent when the first is over. `~` stands for the end of a line.
@SuppressWarnings("ImmutableEnumChecker") // scripts keep nothing
enum Misbehaviour {
  // ---- They cannot be reached ----

  REFUSES_CONNECTIONS(Place.CLOSED_PORT, nothing(), unreachable("connection refused")),
  IGNORES_CONNECTIONS(Place.FULL_BACKLOG, nothing(), timedOut("connect")),
  RESETS_NEW_CONNECTIONS(Peer::reset, unreachable("no answer: ")),

  // ---- TLS ----

  SPEAKS_NO_TLS(
      Place.HTTPS_WITHOUT_TLS,
      peer -> peer.write(lines("HTTP/1.1 400 Bad Request~Content-Length: 0~~")),
      unreachable("TLS with 127.0.0.1 failed: ")),
  HANGS_IN_THE_HANDSHAKE(Place.HTTPS_WITHOUT_TLS, Peer::awaitClose, timedOut("connect")),
  HANGS_UP_IN_THE_HANDSHAKE(Place.HTTPS_WITHOUT_TLS, nothing(), unreachable("TLS")),
  RESETS_IN_THE_HANDSHAKE(
      Place.HTTPS_WITHOUT_TLS, Peer::reset, unreachable("during the TLS handshake")),
  HAS_A_SELF_SIGNED_CERTIFICATE(Place.SELF_SIGNED_TLS, fine(), unreachable("self-signed")),
  HAS_AN_EXPIRED_CERTIFICATE(Place.EXPIRED_TLS, fine(), unreachable("the certificate expired on ")),
  HAS_THE_CERTIFICATE_OF_ANOTHER(
      Place.TLS_FOR_ANOTHER_HOST, fine(), unreachable("is for other.example")),
  SPEAKS_OLD_TLS_ONLY(Place.OLD_TLS, fine(), unreachable("TLS with 127.0.0.1 failed: ")),
  /// Anybody on the way may have cut the body, but nobody has changed the status, which decides.
  ENDS_TLS_WITHOUT_GOODBYE(
      Place.TRUSTED_TLS,
      peer -> {
        once(peer, "HTTP/1.1 200 OK~~some of");
        peer.cut();
      },
      delivered(200)),

  // ---- No answer, or none to be understood ----

  NEVER_ANSWERS(Peer::awaitClose, timedOut("exchange")),
  CLOSES_WITHOUT_ANSWER(answersOnce(""), unreachable("closed before an answer came")),
  RESETS_INSTEAD_OF_ANSWERING(
      peer -> {
        peer.readRequest();
        peer.reset();
      },
      unreachable("no answer: connection reset")),
  SPEAKS_HTTP_0_9(answersOnce("<html>hello</html>"), unreachable("it begins with \"<html>hello")),
  SPEAKS_HTTP_2(answersOnce("\0\0\22\4\0\0\0\0\0\0\3\0\0\0\200"), unreachable("not valid HTTP")),
  SPEAKS_SSH(answersOnce("SSH-2.0-OpenSSH_9.6~"), unreachable("it begins with \"SSH-2.0")),
  ANSWERS_STATUS_99(answersOnce("HTTP/1.1 099 Hm~~"), unreachable("not valid HTTP")),
  ANSWERS_STATUS_1000(answersOnce("HTTP/1.1 1000 Hm~~"), unreachable("not valid HTTP")),
  HAS_A_REASON_OF_20_KB(
      answersOnce("HTTP/1.1 200 " + "x".repeat(20_000) + "~~"), unreachable("line length")),
  HAS_A_REASON_IN_NO_ALPHABET(
      answers("HTTP/1.1 200 \u00e4\u00ff\u0080~Content-Length: 0~~"), delivered(200), 1),
  HAS_NO_REASON(answers("HTTP/1.1 200~Content-Length: 0~~"), delivered(200), 1),

  // ---- Informational answers ----

  SAYS_CONTINUE_UNASKED(
      answers("HTTP/1.1 100 Continue~~HTTP/1.1 200 OK~Content-Length: 0~~"), delivered(200), 1),
  FLOODS_WITH_EARLY_HINTS(
      answers("HTTP/1.1 103 Early Hints~Link: a~~".repeat(100)),
      unreachable("more than 10 informational answers")),
  SAYS_CONTINUE_AND_NO_MORE(
      peer -> {
        once(peer, "HTTP/1.1 100 Continue~~");
        peer.awaitClose();
      },
      timedOut("exchange")),
  SWITCHES_PROTOCOLS(
      answersOnce("HTTP/1.1 101 Switching Protocols~Upgrade: h2c~Connection: Upgrade~~"),
      unreachable("it switched to another protocol")),

  // ---- Old versions ----

  SPEAKS_HTTP_1_0(answersOnce("HTTP/1.0 200 OK~~until the end"), delivered(200), 2),
  SPEAKS_HTTP_1_0_AND_KEEPS_THE_CONNECTION(
      answers("HTTP/1.0 200 OK~Connection: keep-alive~Content-Length: 2~~ok"), delivered(200), 1),
  SAYS_IT_CLOSES_AND_DOES_NOT(
      answers("HTTP/1.1 200 OK~Connection: close~Content-Length: 2~~ok"), delivered(200), 2),

  // ---- Headers ----

  DRIPS_ITS_HEADERS(peer -> drip(peer, "HTTP/1.1 200 OK~", "X-More: a~"), timedOut("exchange")),
  NEVER_ENDS_ITS_HEADERS(
      peer -> flood(peer, "HTTP/1.1 200 OK~", "X-More: " + "x".repeat(1_000) + "~"),
      unreachable("the headers are longer than 64 KB")),
  NEVER_ENDS_A_HEADER(
      peer -> flood(peer, "HTTP/1.1 200 OK~X-More: ", "x".repeat(1_000)),
      unreachable("line length")),
  HAS_10000_HEADERS(
      answers("HTTP/1.1 200 OK~" + "a:~".repeat(10_000) + "Content-Length: 0~~"),
      delivered(200),
      1),
  CLOSES_IN_MID_HEADER(
      answersOnce("HTTP/1.1 200 OK~Content-Le"),
      unreachable("closed in the middle of the headers")),
  HAS_A_HEADER_WITHOUT_COLON(
      answersOnce("HTTP/1.1 200 OK~nonsense~~"), unreachable("not valid HTTP")),
  HAS_NUL_IN_A_HEADER(
      answers("HTTP/1.1 200 OK~X-Odd: a\0b~Content-Length: 0~~"), delivered(200), 1),
  HAS_A_BARE_CR_IN_A_HEADER(
      answers("HTTP/1.1 200 OK~X-Odd: a\rSet-Cookie: b~Content-Length: 0~~"), delivered(200), 1),
  ENDS_LINES_WITH_BARE_LF(answers("HTTP/1.1 200 OK\nContent-Length: 2\n\nok"), delivered(200), 1),
  FOLDS_A_HEADER(
      answers("HTTP/1.1 200 OK~X-Odd: a~ folded~Content-Length: 0~~"), delivered(200), 1),

  // ---- Where the body ends ----

  HAS_NO_LENGTH(answersOnce("HTTP/1.1 200 OK~~until the end"), delivered(200), 2),
  HAS_A_NEGATIVE_LENGTH(
      answersOnce("HTTP/1.1 200 OK~Content-Length: -9~~abc"), unreachable("not valid HTTP")),
  HAS_A_LENGTH_BEYOND_COUNTING(
      answersOnce("HTTP/1.1 200 OK~Content-Length: 99999999999999999999~~abc"),
      unreachable("not valid HTTP")),
  HAS_THE_SAME_LENGTH_TWICE(
      answersOnce("HTTP/1.1 200 OK~Content-Length: 2~Content-Length: 2~~ok"),
      unreachable("not valid HTTP")),
  HAS_TWO_LENGTHS(
      answersOnce("HTTP/1.1 200 OK~Content-Length: 2~Content-Length: 40~~ok"),
      unreachable("not valid HTTP")),
  HAS_LENGTH_AND_CHUNKS(
      answers("HTTP/1.1 200 OK~Content-Length: 2~Transfer-Encoding: chunked~~2~ok~0~~"),
      delivered(200),
      2),
  SENDS_LESS_THAN_IT_SAID(
      answersOnce("HTTP/1.1 200 OK~Content-Length: 9~~abc"),
      unreachable("the answer 200 broke off after 3 bytes of its body")),
  SENDS_MORE_THAN_IT_SAID(
      answers("HTTP/1.1 200 OK~Content-Length: 2~~okHTTP/1.1 500 No~Content-Length: 0~~"),
      delivered(200),
      2),
  HAS_A_BODY_WHERE_NONE_MAY_BE(
      answers("HTTP/1.1 204 No Content~Content-Length: 5~~hello"), delivered(204), 2),
  IS_ENCODED_IN_AN_UNKNOWN_WAY(
      answersOnce("HTTP/1.1 200 OK~Transfer-Encoding: gzip~~abc"), unreachable("not valid HTTP")),

  // ---- Chunks ----

  HAS_A_CHUNK_SIZE_THAT_IS_NONE(
      answersOnce("HTTP/1.1 200 OK~Transfer-Encoding: chunked~~zz~abc"),
      unreachable("the answer 200 broke off after 0 bytes")),
  HAS_A_NEGATIVE_CHUNK(
      answersOnce("HTTP/1.1 200 OK~Transfer-Encoding: chunked~~-5~hello~0~~"),
      unreachable("the answer 200 broke off after 0 bytes")),
  HAS_A_CHUNK_BEYOND_COUNTING(
      answersOnce("HTTP/1.1 200 OK~Transfer-Encoding: chunked~~FFFFFFFFFFFFFFFFF~abc"),
      unreachable("the answer 200 broke off after 0 bytes")),
  FORGETS_THE_END_OF_A_CHUNK(
      answersOnce("HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~okay~0~~"),
      unreachable("the answer 200 broke off after 2 bytes")),
  NEVER_ENDS_A_CHUNK_SIZE(
      peer -> flood(peer, "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5;", "x".repeat(1_000)),
      unreachable("the answer 200 broke off after 0 bytes")),
  CLOSES_IN_MID_CHUNK(
      answersOnce("HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~abc"),
      unreachable("the answer 200 broke off after 3 bytes")),
  SENDS_TRAILERS(
      answers("HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~ok~0~Retry-After: 9~X: y~~"),
      delivered(200),
      1),
  NEVER_ENDS_ITS_TRAILERS(
      peer -> flood(peer, "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~ok~0~", "X-More: a~"),
      unreachable("the answer 200 broke off after 2 bytes")),

  // ---- Bodies ----

  DRIPS_ITS_BODY(
      peer -> drip(peer, "HTTP/1.1 200 OK~Content-Length: 9999~~", "x"), timedOut("exchange")),
  NEVER_ENDS_ITS_BODY(
      peer ->
          flood(
              peer,
              "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~",
              "3e8~" + "x".repeat(1_000) + "~"),
      delivered(200),
      2),
  SENDS_100_MB(
      peer -> flood(peer, "HTTP/1.1 500 No~Content-Length: 104857600~~", "x".repeat(10_000)),
      rejected(500),
      2),
  SENDS_A_GZIP_BOMB(
      answers(
          "HTTP/1.1 200 OK~Content-Encoding: gzip~Content-Length: 19~~"
              + "\37\213\10\0\0\0\0\0\0\377KLL\1\0\0\0\0\0"),
      delivered(200),
      1),

  // ---- Order and timing ----

  ANSWERS_BEFORE_IT_READS(
      peer -> {
        peer.write(lines("HTTP/1.1 413 Too Large~Content-Length: 0~~"));
        peer.readRequest();
      },
      rejected(413),
      2),
  ANSWERS_THEN_RESETS(
      peer -> {
        once(peer, "HTTP/1.1 200 OK~Content-Length: 2~~ok");
        peer.reset();
      },
      delivered(200),
      2),
  CLOSES_A_KEPT_CONNECTION(answersOnce("HTTP/1.1 200 OK~Content-Length: 2~~ok"), delivered(200), 2),
  /// Nobody knows whether it did what the request asked for, so only the policy may try again.
  CLOSES_A_CONNECTION_THAT_IS_USED_AGAIN(
      peer -> {
        once(peer, "HTTP/1.1 200 OK~Content-Length: 2~~ok");
        peer.readRequest();
      },
      delivered(200),
      unreachable("closed before an answer came"),
      1),
  RESETS_A_CONNECTION_THAT_IS_USED_AGAIN(
      peer -> {
        once(peer, "HTTP/1.1 200 OK~Content-Length: 2~~ok");
        peer.readRequest();
        peer.reset();
      },
      delivered(200),
      unreachable("no answer: connection reset"),
      1),
  /// What was said before the question is no answer to it.
  ANSWERS_WHAT_NOBODY_ASKED(
      peer -> {
        while (peer.readRequest()) {
          peer.write(lines("HTTP/1.1 500 No~Content-Length: 0~~"));
          peer.pause();
          peer.write(lines("HTTP/1.1 200 OK~Content-Length: 0~~"));
        }
      },
      rejected(500),
      2),

  // ---- Please go elsewhere ----

  REDIRECTS_TO_ITSELF(answers("HTTP/1.1 307 Here~Location: /~Content-Length: 0~~"), rejected(307)),
  REDIRECTS_INSIDE(
      answers(
          "HTTP/1.1 302 There~Location: http://169.254.169.254/latest/meta-data/~"
              + "Content-Length: 0~~"),
      rejected(302)),
  REDIRECTS_TO_A_FILE(
      answers("HTTP/1.1 301 There~Location: file:///etc/passwd~Content-Length: 0~~"),
      rejected(301)),

  // ---- Please wait, please stop ----

  IS_GONE(answers("HTTP/1.1 410 Gone~Content-Length: 0~~"), gone()),
  WANTS_PAUSE_OF_SECONDS(throttles("120"), pause(429, Duration.ofMinutes(2))),
  WANTS_PAUSE_UNTIL_A_DATE(
      peer -> ScriptedServer.answerAll(peer, throttled(inTenMinutes())),
      pause(429, Duration.ofMinutes(10))),
  WANTS_PAUSE_OF_A_YEAR(throttles("31536000"), pause(429, Duration.ofHours(1))),
  WANTS_PAUSE_BEYOND_COUNTING(throttles("9".repeat(40)), pause(429, Duration.ofHours(1))),
  WANTS_PAUSE_OF_LESS_THAN_NOTHING(throttles("-120"), rejected(429)),
  WANTS_PAUSE_UNTIL_LONG_AGO(throttles("Sun, 06 Nov 1994 08:49:37 GMT"), rejected(429)),
  WANTS_PAUSE_OF_GARBAGE(throttles("soon\u00ff\0; 5"), rejected(429)),
  WANTS_TWO_PAUSES(throttles("120~Retry-After: 999999"), pause(429, Duration.ofMinutes(2))),
  IS_BUSY(
      answers("HTTP/1.1 503 Busy~Retry-After: 120~Content-Length: 0~~"),
      pause(503, Duration.ofMinutes(2))),
  IS_BUSY_AND_DOES_NOT_SAY_HOW_LONG(
      answers("HTTP/1.1 503 Busy~Content-Length: 0~~"), rejected(503)),
  WANTS_PAUSE_AFTER_SUCCESS(
      answers("HTTP/1.1 200 OK~Retry-After: 120~Content-Length: 0~~"), delivered(200), 1);

  /// After so many connections the number does not matter.
  private static final int ANY = 0;

  final Place place;
  final Script script;
  final Expected first;
  final Expected second;

  /// How many connections both deliveries take together; zero where that does not matter.
  final int connections;

  Misbehaviour(Script script, Expected each) {
    this(Place.HTTP, script, each, each, ANY);
  }

  Misbehaviour(Place place, Script script, Expected each) {
    this(place, script, each, each, ANY);
  }

  Misbehaviour(Script script, Expected each, int connections) {
    this(Place.HTTP, script, each, each, connections);
  }

  Misbehaviour(Script script, Expected first, Expected second, int connections) {
    this(Place.HTTP, script, first, second, connections);
  }

  Misbehaviour(Place place, Script script, Expected first, Expected second, int connections) {
    this.place = place;
    this.script = script;
    this.first = first;
    this.second = second;
    this.connections = connections;
  }

  private static Script nothing() {
    return peer -> {};
  }

  private static Script fine() {
    return answers("HTTP/1.1 200 OK~Content-Length: 0~~");
  }

  /// Answers every request of a connection.
  private static Script answers(String answer) {
    return peer -> ScriptedServer.answerAll(peer, lines(answer));
  }

  /// Answers one request and closes the connection.
  private static Script answersOnce(String answer) {
    return peer -> once(peer, answer);
  }

  private static Script throttles(String retryAfter) {
    return peer -> ScriptedServer.answerAll(peer, throttled(retryAfter));
  }

  private static String throttled(String retryAfter) {
    return lines("HTTP/1.1 429 Slowly~Retry-After: " + retryAfter + "~Content-Length: 0~~");
  }

  private static String inTenMinutes() {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(10));
  }

  private static void once(Peer peer, String answer) throws IOException {
    if (peer.readRequest()) {
      peer.write(lines(answer));
    }
  }

  private static void drip(Peer peer, String begin, String more) throws Exception {
    once(peer, begin);
    peer.drip(lines(more));
  }

  /// Writes for as long as somebody reads.
  private static void flood(Peer peer, String begin, String more) throws IOException {
    once(peer, begin);
    while (true) {
      peer.write(lines(more));
    }
  }

  private static String lines(String text) {
    return text.replace("~", "\r\n");
  }
}
