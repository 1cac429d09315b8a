package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.testing.Databases;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PostgresStreamTest extends StreamContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }

  @Test
  void a_node_tells_what_another_one_does() throws Exception {
    try (var other = house.next("other-node");
        var follower = new Follower("", "")) {
      other.app.happenings.glance();
      String body = "{\"type\":\"order.made\",\"data\":{}}";
      String event = id(other.ask(202, Ask.of("POST /v1/events").body(body)));

      List<Message> told = follower.messages(2);
      assertThat(told).extracting(Message::event).containsExactly("event", "attempt");
      assertThat(told.getLast().data().get("event").stringValue()).isEqualTo(event);
      assertThat(told.getLast().data().get("state").stringValue()).isEqualTo("delivered");
    }
  }
}
