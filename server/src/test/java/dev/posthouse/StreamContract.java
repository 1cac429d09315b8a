package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.access.Role;
import dev.posthouse.access.Tenant;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What happens, followed while it does.
abstract class StreamContract extends HistoryFixture {
  private static final int MANY = 1_000;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// A message of the stream, or a comment.
  record Message(String event, JsonNode data, String comment) {}

  /// One who reads the stream.
  final class Follower implements AutoCloseable {
    final BufferedReader in;
    String id = "";

    Follower(String query, String last) throws Exception {
      this(query, last, LiveHouse.ADMIN);
    }

    Follower(String query, String last, String key) throws Exception {
      var request =
          HttpRequest.newBuilder(URI.create(house.url() + "/v1/stream" + query))
              .header("Authorization", "Bearer " + key);
      if (!last.isEmpty()) {
        request.header("Last-Event-ID", last);
      }
      var response = client.send(request.build(), BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
      in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
      if (last.isEmpty()) {
        assertThat(next().comment()).isEqualTo("here");
      }
    }

    /// The next message or comment; of the end a comment too.
    Message next() throws IOException {
      String event = "";
      String comment = "end";
      JsonNode data = JsonMapper.shared().nullNode();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        String value = line.substring(line.indexOf(": ") + 2);
        switch (line.substring(0, line.indexOf(": "))) {
          case "event" -> event = value;
          case "data" -> data = JsonMapper.shared().readTree(value);
          case "id" -> id = value;
          case "" -> comment = value;
          default -> throw new AssertionError(line);
        }
      }
      return new Message(event, data, comment);
    }

    /// The next messages, without comments.
    List<Message> messages(int count) throws IOException {
      var messages = new ArrayList<Message>();
      while (messages.size() < count) {
        Message message = next();
        if (!message.event().isEmpty()) {
          messages.add(message);
        }
      }
      return messages;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  @Test
  void events_and_attempts_are_told_as_they_are_stored() throws Exception {
    publish("{'type':'order.before','data':{}}");
    try (var follower = new Follower("", "")) {
      String event = publish("{'type':'order.made','subject':'o-1','data':{}}");

      List<Message> told = follower.messages(2);
      assertThat(told).extracting(Message::event).containsExactly("event", "attempt");
      assertThat(told.get(0).data().get("id").stringValue()).isEqualTo(event);
      assertThat(told.get(0).data().get("subject").stringValue()).isEqualTo("o-1");
      JsonNode attempt = told.get(1).data();
      assertThat(attempt.get("event").stringValue()).isEqualTo(event);
      assertThat(attempt.get("endpoint").stringValue()).isEqualTo(endpoint);
      assertThat(attempt.get("state").stringValue()).isEqualTo("delivered");
      assertThat(attempt.get("status").intValue()).isEqualTo(200);
      assertThat(attempt.at("/timings/total").doubleValue()).isEqualTo(3);
    }
  }

  @Test
  void who_comes_back_goes_on_where_it_was() throws Exception {
    String id;
    String first;
    try (var follower = new Follower("?type=order.made&for=20s", "")) {
      first = publish("{'type':'order.made','data':{}}");
      follower.messages(2);
      follower.next();
      id = follower.id;
    }
    String second = publish("{'type':'order.made','data':{}}");
    settled();
    try (var follower = new Follower("?type=order.made", id)) {
      List<Message> told = follower.messages(2);
      assertThat(told.get(0).data().get("id").stringValue()).isNotEqualTo(first).isEqualTo(second);
    }
  }

  @Test
  void who_comes_back_after_a_restart_has_missed_nothing() throws Exception {
    String id;
    try (var follower = new Follower("?for=20s", "")) {
      publish("{'type':'order.first','data':{}}");
      follower.messages(2);
      follower.next();
      id = follower.id;
    }
    publish("{'type':'order.before','data':{}}");
    settled();
    house.close();
    house = house.next("node");
    publish("{'type':'order.after','data':{}}");
    settled();

    try (var follower = new Follower("?for=20s", id)) {
      assertThat(follower.messages(4))
          .extracting(message -> message.data().get("type").stringValue())
          .containsExactly("order.before", "order.before", "order.after", "order.after");
    }
  }

  @Test
  void who_comes_back_after_a_quiet_time_is_told_of_no_gap() throws Exception {
    String id;
    try (var follower = new Follower("?for=20s", "")) {
      id = follower.id;
    }
    publish("{'type':'order.made','data':{}}");
    try (var follower = new Follower("?for=20s", id)) {
      assertThat(follower.messages(1).getFirst().event()).isEqualTo("event");
    }
  }

  @Test
  void a_failed_attempt_tells_when_the_next_one_is_due() throws Exception {
    house.answer.set(500);
    try (var follower = new Follower("?state=retrying", "")) {
      String event = publish("{'type':'order.made','data':{}}");

      String due = follower.messages(1).getFirst().data().get("due").stringValue();
      JsonNode delivery =
          house.ask(200, Ask.of("GET /v1/deliveries").query("?event=" + event)).at("/items/0");
      assertThat(due).isEqualTo(delivery.get("due").stringValue());
    }
  }

  /// Reads the head of the answer, and nothing more.
  private Socket readerThatStops() throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(1 << 12);
    socket.connect(new InetSocketAddress(URI.create(house.url()).getPort()));
    String request =
        "GET /v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + LiveHouse.ADMIN;
    socket.getOutputStream().write((request + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    assertThat(socket.getInputStream().readNBytes(12)).asString().endsWith("200");
    return socket;
  }

  @Test
  void who_stops_reading_is_dropped_and_nobody_waits_for_him() throws Exception {
    try (var stopped = readerThatStops();
        var follower = new Follower("", "")) {
      int dropped = 0;
      while (dropped == 0) {
        manyEvents();
        follower.messages(MANY);
        assertThat(follower.next().comment()).isEqualTo("here");
        dropped = house.lookForSlowClients(Duration.ofSeconds(20));
      }
      assertThat(dropped).isOne();
      assertThat(stopped.getInputStream().transferTo(OutputStream.nullOutputStream())).isPositive();
      publish("{'type':'order.made','data':{}}");
      assertThat(follower.messages(1).getFirst().event()).isEqualTo("event");
    }
  }

  /// Of a type that nobody wants.
  private void manyEvents() throws Exception {
    String wide = "s".repeat(250);
    String one =
        "{'type':'else.where','subject':'%s','actor':'%s','organisation':'%s','data':{}}"
            .formatted(wide, wide, wide);
    String all = String.join(",", Collections.nCopies(MANY, one)).replace('\'', '"');
    house.ask(202, Ask.of("POST /v1/events/batch").body("[" + all + "]"));
  }

  @Test
  void only_what_is_wanted_is_told_and_the_end_is_told_too() throws Exception {
    house.answer.set(500);
    try (var follower = new Follower("?state=retrying&for=2s", "")) {
      publish("{'type':'order.made','data':{}}");
      publish("{'type':'else.where','data':{}}");
      assertThat(follower.messages(1).getFirst().data().get("status").intValue()).isEqualTo(500);
      Message last = follower.next();
      while (last.comment().equals("here")) {
        last = follower.next();
      }
      assertThat(last.comment()).isEqualTo("bye");
      assertThat(follower.next().comment()).isEqualTo("end");
    }
  }

  @Test
  void what_cannot_be_gone_on_with_is_told_as_a_gap() throws Exception {
    String old;
    try (var follower = new Follower("", "")) {
      publish("{'type':'order.made','data':{}}");
      follower.messages(2);
      follower.next();
      old = follower.id;
    }
    forgetWhoIsFollowed();
    try (var follower = new Follower("", old)) {
      assertThat(follower.messages(1).getFirst().event()).isEqualTo("gap");
    }
  }

  @Test
  void a_key_that_is_deleted_reads_no_further() throws Exception {
    var key = house.key(house.app.tenants.find(Tenant.DEFAULT).orElseThrow(), Set.of(Role.READ));
    try (var follower = new Follower("", "", key.secret().reveal())) {
      house.ask(204, Ask.of("DELETE /v1/keys/{id}").id(key.key().id().toString()));
      assertThat(follower.next().comment()).isEqualTo("bye");
    }
  }

  private void forgetWhoIsFollowed() {
    house.app.ledger.change(db -> db.execute("update feed_wanted set until = 0")).join();
  }

  @Test
  void nonsense_is_refused_and_so_is_one_reader_too_many() throws Exception {
    house.ask(422, Ask.of("GET /v1/stream").query("?lastEventId=nonsense"));
    house.ask(422, Ask.of("GET /v1/stream").query("?state=lost"));
    house.ask(401, Ask.of("GET /v1/stream").key("none"));
    var all = new ArrayList<Follower>();
    for (int i = 0; i < 20; i++) {
      all.add(new Follower("", ""));
    }
    house.ask(429, Ask.of("GET /v1/stream"));
    for (Follower follower : all) {
      follower.close();
    }
  }

  @Test
  void what_nobody_follows_is_not_written_down() throws Exception {
    publish("{'type':'order.made','data':{}}");
    settled();
    long rows =
        house.app.ledger.read(db -> db.select("select count(*) from feed").mapTo(Long.class).one());
    assertThat(rows).isZero();
  }
}
