package dev.posthouse.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// What a server's history tells when all is over, against what should stand there: each delivery
/// that follows from the letters accepted, in its last state, after the right number of attempts.
final class Records {
  /// Of each so many deliveries one is looked at attempt by attempt.
  private static final int SAMPLE = 50;

  private static final List<String> OPEN = List.of("pending", "retrying");
  private static final List<String> FINAL = List.of("delivered", "failed", "cancelled");

  private final Client client;
  private final Town town;
  private final List<String> wrong = new ArrayList<>();

  private Records(Client client, Town town) {
    this.client = client;
    this.town = town;
  }

  /// One line of history, as far as it is known beforehand.
  private record Line(String event, String endpoint, String state, int attempts) {}

  /// @param accepted the event's id by the letter's number
  /// @return what is wrong
  static List<String> judge(Client client, Town town, Map<Integer, String> accepted)
      throws Exception {
    var records = new Records(client, town);
    for (String tenant : List.of(Addressee.HEAD_OFFICE, Addressee.BRANCH_OFFICE)) {
      records.judge(tenant, accepted);
    }
    return records.wrong;
  }

  static void awaitNothingOpen(Client client, Duration atMost) throws Exception {
    for (String tenant : List.of(Addressee.HEAD_OFFICE, Addressee.BRANCH_OFFICE)) {
      for (String state : OPEN) {
        client
            .as(tenant)
            .await(
                "/v1/deliveries?limit=1&state=" + state,
                reply -> reply.status() == 200 && reply.json().path("items").isEmpty(),
                atMost);
      }
    }
  }

  private void judge(String tenant, Map<Integer, String> accepted) throws Exception {
    var expected = new HashSet<Line>();
    accepted.forEach((number, event) -> {
      var letter = new Letter(number, 0);
      if (letter.tenant().equals(tenant)) {
        Addressee.of(letter).forEach(a -> expected.add(line(a, letter, event)));
      }
    });
    var found = new HashMap<Line, String>();
    for (String state : FINAL) {
      pages(tenant, state, delivery -> found.put(line(delivery), delivery.path("id").asString()));
    }
    missing(expected, found.keySet(), "is not in the history: ");
    missing(found.keySet(), expected, "should not be in the history: ");
    judgeAttempts(tenant, found);
  }

  private Line line(Addressee addressee, Letter letter, String event) {
    return new Line(
        event,
        Objects.requireNonNull(town.endpoints().get(addressee)),
        addressee.lastState(),
        addressee.lastAttempt(letter));
  }

  private static Line line(JsonNode delivery) {
    return new Line(
        delivery.path("event").asString(),
        delivery.path("endpoint").asString(),
        delivery.path("state").asString(),
        delivery.path("attempts").asInt());
  }

  private void missing(Set<Line> wanted, Set<Line> there, String what) {
    wanted.stream()
        .filter(line -> !there.contains(line))
        .limit(5)
        .forEach(line -> wrong.add(what + line));
  }

  private void pages(String tenant, String state, Consumer<JsonNode> each) throws Exception {
    String first = "/v1/deliveries?limit=500&state=" + state;
    for (String page = first; !page.isEmpty(); ) {
      JsonNode list = client.as(tenant).get(page).json();
      list.path("items").forEach(each);
      String next = list.path("next").asString("");
      page = next.isEmpty() ? "" : first + "&cursor=" + next;
    }
  }

  private void judgeAttempts(String tenant, Map<Line, String> found) throws Exception {
    int number = 0;
    for (var each : found.entrySet()) {
      if (number++ % SAMPLE == 0) {
        judgeAttempts(tenant, each.getKey(), each.getValue());
      }
    }
  }

  private void judgeAttempts(String tenant, Line line, String delivery) throws Exception {
    JsonNode list = client.as(tenant).get("/v1/deliveries/" + delivery).json().path("attemptList");
    boolean right = list.size() == line.attempts();
    for (int i = 0; right && i < list.size(); i++) {
      right = list.path(i).path("number").asInt() == i + 1;
    }
    if (!right) {
      wrong.add("attempts of " + delivery + ", " + line + ": " + list);
    }
  }
}
