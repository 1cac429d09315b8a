package dev.posthouse.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What the server says: whether it takes events, whether its clock is ours, how its endpoints are,
/// and what nobody asks for.
record DoctorServer(Desk desk, Findings report, boolean send) {
  private static final Duration CLOCKS = Duration.ofSeconds(30);
  private static final double LATE_SECONDS = 60;
  private static final Duration ENDS_SOON = Duration.ofDays(14);

  void look() throws InterruptedException {
    Client client;
    Answer ready;
    try {
      client = desk.client();
      ready = client.exchange("GET", "/readyz", "", new byte[0]);
    } catch (Failed e) {
      report.bad("server", e.text());
      return;
    }
    readiness(client, ready);
    clock(ready);
    Answer allowed = client.exchange("GET", "/v1/endpoints?limit=1", "", new byte[0]);
    if (!allowed.isSuccess()) {
      report.bad("key", Problems.failed(allowed, desk.words()).text());
      return;
    }
    report.fine("key");
    List<JsonNode> endpoints = EndpointNames.all(client);
    if (endpoints.isEmpty()) {
      report.care("endpoints", "none");
    }
    for (JsonNode endpoint : endpoints) {
      endpoint(client, endpoint);
    }
    unmatched(client);
  }

  private void readiness(Client client, Answer answer) {
    JsonNode ready = answer.json();
    if (!ready.has("status")) {
      report.bad("server", Problems.failed(answer, desk.words()).text());
      return;
    }
    for (JsonNode reason : ready.path("reasons")) {
      report.bad("ready", "not", Desk.text(reason, "detail"), Desk.text(reason, "code"));
    }
    if (answer.isSuccess()) {
      report.fine("ready", client.address());
    }
    double late = ready.path("lagSeconds").asDouble(0);
    if (late > LATE_SECONDS) {
      report.care("backlog", "late", Math.round(late));
    } else {
      report.fine("backlog");
    }
  }

  /// Receivers refuse signatures whose time is more than five minutes from theirs.
  private void clock(Answer answer) {
    Instant theirs;
    try {
      theirs = DateTimeFormatter.RFC_1123_DATE_TIME.parse(answer.date(), Instant::from);
    } catch (DateTimeException e) {
      return; // an answer need not carry the time
    }
    Duration apart = Duration.between(theirs, desk.shell().clock().instant()).abs();
    if (apart.compareTo(CLOCKS) > 0) {
      report.care("clock", "apart", apart.toSeconds());
    } else {
      report.fine("clock");
    }
  }

  private void endpoint(Client client, JsonNode endpoint) throws InterruptedException {
    JsonNode status = endpoint.path("status");
    String name = Desk.text(endpoint, "name");
    String error = Desk.text(status, "lastError");
    switch (Desk.text(status, "health")) {
      case "disabled" ->
          report.care("endpoint", "disabled", name, Desk.text(status, "disabledBecause"));
      case "broken", "failing" -> report.bad("endpoint", "failing", name, error);
      default -> report.fine("endpoint", name);
    }
    for (String field : List.of("receiverCertificateExpires", "clientCertificateExpires")) {
      certificate(name, Desk.text(status, field));
    }
    if (send) {
      test(client, endpoint);
    }
  }

  private void certificate(String name, String ends) {
    if (ends.isEmpty()) {
      return;
    }
    boolean soon = Instant.parse(ends).isBefore(desk.shell().clock().instant().plus(ENDS_SOON));
    if (soon) {
      report.care("certificate", "ends", name, Moments.shown(ends, desk.shell().zone()));
    }
  }

  private void test(Client client, JsonNode endpoint) throws InterruptedException {
    String path = "/v1/endpoints/" + Client.encoded(Desk.text(endpoint, "id")) + "/test";
    Answer answer = client.exchange("POST", path, Client.JSON, new byte[0]);
    JsonNode result = answer.json();
    String name = Desk.text(endpoint, "name");
    if (result.path("success").asBoolean(false)) {
      report.fine("sent", name, Moments.took(result.path("timings").path("total")));
    } else if (answer.isSuccess()) {
      String detail = Desk.text(result, "detail");
      report.bad("sent", "failed", name, DeliveryView.result(result, desk.words()) + " " + detail);
    } else {
      report.bad("sent", Problems.failed(answer, desk.words()).text());
    }
  }

  private void unmatched(Client client) throws InterruptedException {
    String hour = Moments.read("1h", desk);
    Query query =
        new Query("/v1/events").with("unmatched", true).with("since", hour).with("limit", "1");
    JsonNode page = client.get(query.toString()).json();
    page.path("items")
        .forEach(event ->
            report.care("unmatched", "some", Desk.text(event, "type"), Desk.text(event, "id")));
  }
}
