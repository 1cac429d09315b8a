package dev.posthouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.testing.Databases;
import dev.posthouse.webhooks.HmacScheme;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.provider.Providers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What goes wrong on the way to a source, over sockets, so that nothing puts it right.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
class ReceiveFaultsTest {
  /// At once: fewer than the connections that a server takes.
  private static final int FLOOD = 400;

  private static final String SECRET = "hush";
  private static final byte[] ORDER = "{\"id\":1,\"note\":\"é\"}".getBytes(UTF_8);

  @TempDir static Path folder;
  private LiveHouse house;
  private int made;

  @BeforeAll
  void open() throws Exception {
    house = new LiveHouse(Databases.Kind.SQLITE, folder);
  }

  @AfterAll
  void close() {
    house.close();
  }

  private JsonNode source(String provider, String more) throws Exception {
    String form =
        "{\"name\":\"source %d\",\"provider\":\"%s\",\"secrets\":[\"%s\"]%s}"
            .formatted(++made, provider, SECRET, more);
    return house.ask(201, Ask.of("POST /v1/sources").body(form));
  }

  private static String address(JsonNode source) {
    return source.at("/address").stringValue();
  }

  private static String hmac(byte[] body) {
    var scheme = Providers.named("shopify").orElseThrow().scheme();
    return scheme
        .sign(Request.post(Map.of(), body), SECRET, "", Instant.EPOCH)
        .getOrDefault("X-Shopify-Hmac-Sha256", "");
  }

  private static String head(String address, String id) {
    return "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-Shopify-Topic: orders/updated\r\nX-Shopify-Shop-Domain: a.myshopify.com\r\nX-Shopify-Webhook-Id: %s\r\nConnection: close\r\n"
        .formatted(address, id);
  }

  private static String signed(String address, String id, byte[] body) {
    return head(address, id) + "X-Shopify-Hmac-Sha256: " + hmac(body) + "\r\n";
  }

  private static String length(byte[] body) {
    return "Content-Length: " + body.length + "\r\n\r\n";
  }

  /// The whole answer. Sent at once, for a server that has refused the head may be gone.
  private String sent(String head, byte[] body) throws IOException {
    URI url = URI.create(house.url());
    var request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(UTF_8));
    request.writeBytes(body);
    try (var socket = new Socket(url.getHost(), url.getPort())) {
      request.writeTo(socket.getOutputStream());
      socket.shutdownOutput();
      return answer(socket.getInputStream());
    }
  }

  private static String answer(InputStream in) throws IOException {
    return new String(in.readAllBytes(), UTF_8);
  }

  private static int status(String answer) {
    return Integer.parseInt(answer.substring(9, 12));
  }

  private List<JsonNode> events(JsonNode source) throws Exception {
    String id = source.at("/id").stringValue();
    return house
        .ask(200, Ask.of("GET /v1/events"))
        .at("/items")
        .valueStream()
        .filter(event -> event.path("source").asString("").equals(id))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "'',401",
    "' ',401",
    "'AAAA',401",
    "'not base64!',401",
    "'%s, %s',401",
    "'sha256=%s',401",
  })
  void a_signature_that_is_not_one_is_401(String value, int expected) throws Exception {
    JsonNode source = source("shopify", "");
    String header = "X-Shopify-Hmac-Sha256: " + value.replace("%s", hmac(ORDER)) + "\r\n";

    String answer = sent(head(address(source), "1") + header + length(ORDER), ORDER);

    assertThat(status(answer)).as(answer).isEqualTo(expected);
    assertThat(events(source)).isEmpty();
  }

  @Test
  void a_signature_that_is_cut_off_huge_or_there_twice_is_refused() throws Exception {
    JsonNode source = source("shopify", "");
    String head = head(address(source), "1");
    String right = "X-Shopify-Hmac-Sha256: " + hmac(ORDER) + "\r\n";
    String cut = right.substring(0, right.length() - 6) + "\r\n";
    String huge = "X-Shopify-Hmac-Sha256: " + "A".repeat(12_000) + "\r\n";

    assertThat(status(sent(head + cut + length(ORDER), ORDER))).isEqualTo(401);
    assertThat(status(sent(head + huge + length(ORDER), ORDER))).isEqualTo(401);
    assertThat(status(sent(head + right + right + length(ORDER), ORDER))).isEqualTo(400);
    assertThat(status(sent(head + huge + huge + length(ORDER), ORDER))).isEqualTo(431);
    assertThat(events(source)).isEmpty();
  }

  @Test
  void a_byte_order_mark_and_line_ends_are_signed_as_they_came_and_stored_readably()
      throws Exception {
    JsonNode source = source("shopify", "");
    byte[] body = "\uFEFF{\r\n \"id\": 1\r\n}\r\n".getBytes(UTF_8);

    assertThat(status(sent(signed(address(source), "1", body) + length(body), body)))
        .isEqualTo(200);

    String id = events(source).getFirst().path("id").stringValue();
    JsonNode whole = house.ask(200, Ask.of("GET /v1/events/{id}").id(id));
    assertThat(whole.at("/data/id").intValue()).isEqualTo(1);
  }

  @Test
  void a_chunked_body_is_put_together_before_it_is_verified() throws Exception {
    JsonNode source = source("shopify", "");
    var chunks = new ByteArrayOutputStream();
    for (byte one : ORDER) {
      chunks.writeBytes("1\r\n".getBytes(UTF_8));
      chunks.write(one);
      chunks.writeBytes("\r\n".getBytes(UTF_8));
    }
    chunks.writeBytes("0\r\n\r\n".getBytes(UTF_8));

    String answer =
        sent(
            signed(address(source), "1", ORDER) + "Transfer-Encoding: chunked\r\n\r\n",
            chunks.toByteArray());

    assertThat(status(answer)).isEqualTo(200);
    assertThat(events(source)).hasSize(1);
  }

  private static byte[] packed(byte[] body) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    }
    return packed.toByteArray();
  }

  @Test
  void a_compressed_body_is_believed_whichever_of_the_two_was_signed() throws Exception {
    JsonNode source = source("shopify", ",\"maxBytes\":5000");
    byte[] packed = packed(ORDER);
    String gzip = "Content-Encoding: gzip\r\n";
    byte[] bomb = packed(new byte[100_000]);

    assertThat(status(sent(signed(address(source), "1", packed) + gzip + length(packed), packed)))
        .isEqualTo(200);
    assertThat(status(sent(signed(address(source), "2", ORDER) + gzip + length(packed), packed)))
        .isEqualTo(200);
    assertThat(status(sent(signed(address(source), "3", bomb) + gzip + length(bomb), bomb)))
        .isEqualTo(400);
    assertThat(status(sent(head(address(source), "4") + gzip + length(bomb), bomb))).isEqualTo(401);
    assertThat(events(source)).hasSize(2);
    String id = events(source).getFirst().path("id").stringValue();
    assertThat(house.ask(200, Ask.of("GET /v1/events/{id}").id(id)).at("/data/note").stringValue())
        .isEqualTo("é");
  }

  @Test
  void nothing_and_ten_megabytes_are_bodies_and_a_byte_more_is_413() throws Exception {
    JsonNode source = source("shopify", "");
    byte[] most = new byte[10 << 20];
    Arrays.fill(most, (byte) ' ');
    most[0] = '{';
    most[most.length - 1] = '}';
    byte[] more = Arrays.copyOf(most, most.length + 1);

    assertThat(
            status(
                sent(signed(address(source), "1", new byte[0]) + length(new byte[0]), new byte[0])))
        .isEqualTo(400);
    assertThat(status(sent(signed(address(source), "2", most) + length(most), most)))
        .isEqualTo(200);
    assertThat(status(sent(signed(address(source), "3", more) + length(more), new byte[0])))
        .isEqualTo(413);
    assertThat(house.memory()).isZero();
    assertThat(house.app.receiving.receiver().memory().used()).isZero();
  }

  @Test
  void of_fields_of_a_form_that_are_there_twice_the_last_counts() throws Exception {
    JsonNode source =
        source(
            "ownform",
            ",\"custom\":{\"scheme\":{\"type\":\"hmac\",\"header\":\"X-Sig\"},\"topic\":[\"body:type\"]}");
    byte[] body = "type=paid&id=1&id=2".getBytes(UTF_8);
    String signature =
        HmacScheme.in("X-Sig", "{signature}")
            .sign(Request.post(Map.of(), body), SECRET, "", Instant.EPOCH)
            .getOrDefault("X-Sig", "");
    String head =
        "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nX-Sig: %s\r\nConnection: close\r\n"
            .formatted(address(source), signature);

    assertThat(status(sent(head + length(body), body))).isEqualTo(200);

    JsonNode event = events(source).getFirst();
    assertThat(event.path("type").stringValue()).isEqualTo("ownform.paid");
    JsonNode whole =
        house.ask(200, Ask.of("GET /v1/events/{id}").id(event.path("id").stringValue()));
    assertThat(whole.at("/data/id").asString("")).isEqualTo("2");
  }

  @Test
  void who_stops_in_the_middle_leaves_nothing_behind() throws Exception {
    JsonNode source = source("shopify", "");
    URI url = URI.create(house.url());
    try (var socket = new Socket(url.getHost(), url.getPort())) {
      String head = signed(address(source), "1", ORDER) + "Content-Length: 100000\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(UTF_8));
      socket.getOutputStream().write(ORDER);
    }

    assertThat(status(sent(signed(address(source), "2", ORDER) + length(ORDER), ORDER)))
        .isEqualTo(200);
    assertThat(events(source)).hasSize(1);
  }

  @Test
  void the_same_delivery_many_times_at_once_is_one_event() throws Exception {
    JsonNode source = source("shopify", "");
    String request = signed(address(source), "same", ORDER) + length(ORDER);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<String>>();
      for (int i = 0; i < 20; i++) {
        answers.add(threads.submit(() -> sent(request, ORDER)));
      }
      for (Future<String> answer : answers) {
        assertThat(status(told(answer))).isEqualTo(200);
      }
    }

    assertThat(events(source)).hasSize(1);
    JsonNode status =
        house
            .ask(200, Ask.of("GET /v1/sources/{id}").id(source.at("/id").stringValue()))
            .path("status");
    assertThat(status.path("stored").intValue()).isEqualTo(1);
    assertThat(status.path("duplicates").intValue()).isEqualTo(19);
    assertThat(status.path("lastHour").intValue()).isEqualTo(20);
  }

  private static String told(Future<String> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void who_asks_for_sources_that_are_gone_is_stopped_and_those_that_are_there_stay_open()
      throws Exception {
    JsonNode source = source("shopify", "");
    String gone = head("/in/src_gone", "1") + length(ORDER);
    int asked = 0;
    while (status(sent(gone, ORDER)) == 404 && asked < 2_000) {
      asked++;
    }

    assertThat(asked).isBetween(600, 1_999);
    assertThat(status(sent(gone, ORDER))).isEqualTo(429);
    String good = signed(address(source), "1", ORDER) + length(ORDER);
    assertThat(status(sent(good, ORDER))).isEqualTo(200);
  }

  /// A flood counts by source and client, and is told to come later: publishers do not notice, nor
  /// does another source, to which a provider sends from the same addresses.
  @Test
  void z_a_flood_of_unsigned_requests_is_stopped_by_address_while_everything_else_goes_on()
      throws Exception {
    JsonNode source = source("shopify", "");
    String unsigned = head(address(source), "1") + length(ORDER);
    int refused = 0;
    int stopped = 0;
    var published = new ArrayList<Duration>();
    try (var threads = Executors.newFixedThreadPool(FLOOD, Thread.ofVirtual().factory())) {
      var answers = new ArrayList<Future<String>>();
      for (int i = 0; i < 1_000; i++) {
        answers.add(threads.submit(() -> sent(unsigned, ORDER)));
      }
      for (int i = 0; i < 20; i++) {
        Instant begun = Instant.now();
        house.ask(202, Ask.of("POST /v1/events").body("{\"type\":\"order.created\",\"data\":{}}"));
        published.add(Duration.between(begun, Instant.now()));
      }
      for (Future<String> answer : answers) {
        int status = status(told(answer));
        refused += status == 401 ? 1 : 0;
        stopped += status == 429 ? 1 : 0;
      }
    }

    published.sort(Comparator.naturalOrder());
    assertThat(published.get(published.size() / 2)).isLessThan(Duration.ofSeconds(1));
    assertThat(published.getLast()).isLessThan(Duration.ofSeconds(5));
    assertThat(refused + stopped).isEqualTo(1_000);
    assertThat(stopped).isBetween(200, 500);
    JsonNode kept =
        house.ask(200, Ask.of("GET /v1/sources/{id}/refused").id(source.at("/id").stringValue()));
    assertThat(kept.path("items").size()).isLessThan(100);
    String good = signed(address(source("shopify", "")), "1", ORDER) + length(ORDER);
    assertThat(status(sent(good, ORDER))).isEqualTo(200);
  }
}
