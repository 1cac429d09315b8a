package dev.posthouse.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// One delivery for people: what is known of it, its attempts in a table, and the last one as it
/// stood on the wire.
record DeliveryView(Desk desk) {
  void print(JsonNode delivery, Client client) throws InterruptedException {
    EndpointNames names = EndpointNames.of(client);
    new Facts(desk)
        .fact("list.delivery", Desk.text(delivery, "id"))
        .fact("list.event", Desk.text(delivery, "event") + "  " + Desk.text(delivery, "type"))
        .fact("list.endpoint", names.name(Desk.text(delivery, "endpoint")))
        .fact("list.state", Deliveries.state(delivery, desk.words()))
        .fact("list.then", Deliveries.then(delivery, desk))
        .print();
    List<JsonNode> attempts = delivery.path("attemptList").valueStream().toList();
    if (!attempts.isEmpty()) {
      desk.print("");
      desk.print(table(attempts));
      String last = Desk.text(attempts.stream().reduce(DeliveryView::later).orElseThrow(), "id");
      desk.print("");
      exchange(client.get("/v1/attempts/" + Client.encoded(last)).json());
    }
  }

  private static JsonNode later(JsonNode one, JsonNode other) {
    return one.path("number").asInt(0) > other.path("number").asInt(0) ? one : other;
  }

  private Table table(List<JsonNode> attempts) {
    Words words = desk.words();
    var table =
        new Table(
            words.say("attempt.number"),
            words.say("attempt.started"),
            words.say("attempt.result"),
            words.say("live.took"),
            words.say("explain.why"));
    for (JsonNode attempt : attempts) {
      table.row(
          attempt.path("number").asString(""),
          Moments.shown(Desk.text(attempt, "started"), desk.shell().zone()),
          result(attempt, words),
          Moments.took(attempt.path("timings").path("total")) + " ms",
          why(attempt, words));
    }
    return table;
  }

  /// The status of an answer, or what happened instead.
  static String result(JsonNode attempt, Words words) {
    JsonNode response = attempt.path("response");
    String outcome = Desk.text(attempt, "outcome");
    if (response.isObject()) {
      return response.path("status").asString("");
    }
    return words.has("outcome." + outcome) ? words.say("outcome." + outcome) : outcome;
  }

  private static String why(JsonNode attempt, Words words) {
    String detail = Desk.text(attempt, "detail");
    String rule = Desk.text(attempt, "rule");
    String missing =
        String.join(", ", attempt.path("missing").valueStream().map(JsonNode::asString).toList());
    if (!detail.isEmpty()) {
      return detail;
    }
    return rule.isEmpty() && !missing.isEmpty() ? words.say("missing", missing) : rule;
  }

  /// What was sent, and what was answered.
  void exchange(JsonNode attempt) {
    JsonNode request = attempt.path("request");
    String method = Desk.text(request, "method");
    String verb = method.isEmpty() ? "> " : "> " + method + " ";
    desk.print(Paint.BOLD, verb + Desk.text(request, "url"));
    headers(request, "> ");
    body(request);
    JsonNode response = attempt.path("response");
    if (!response.isObject()) {
      desk.print(
          Paint.RED, "< " + Desk.text(attempt, "outcome") + " " + Desk.text(attempt, "detail"));
      return;
    }
    int status = response.path("status").asInt(0);
    desk.print(status < 300 ? Paint.GREEN : Paint.YELLOW, "< " + status);
    headers(response, "< ");
    Desk.text(response, "body").lines().forEach(line -> desk.print("< " + line));
  }

  /// Of a request that is shown whole.
  private void body(JsonNode request) {
    String body = Desk.text(request, "body") + Desk.text(request, "bodyBase64");
    body.lines().forEach(line -> desk.print("> " + line));
    if (request.path("cut").asBoolean(false)) {
      desk.print(Paint.DIM, "> … " + request.path("size").asString("") + " B");
    }
    if (request.path("lost").isObject()) {
      desk.print(Paint.DIM, "> (" + Bilingual.text(request.path("lost"), desk.words()) + ")");
    }
  }

  private void headers(JsonNode message, String mark) {
    message
        .path("headers")
        .forEach(header ->
            desk.print(
                Paint.DIM, mark + Desk.text(header, "name") + ": " + Desk.text(header, "value")));
  }
}
