package dev.posthouse.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What goes wrong, or changes, in an ordinary day: receivers that break down or hang, an endpoint
/// switched off for a while, other changes of the configuration, a database that is away.
final class Trouble {
  private final Client client;
  private final Town town;
  private final Receivers receivers;
  private final Absence absence;
  private int number;

  /// Has the database away for so long.
  interface Absence {
    void last(Duration time) throws Exception;
  }

  Trouble(Client client, Town town, Receivers receivers, Absence absence) {
    this.client = client;
    this.town = town;
    this.receivers = receivers;
    this.absence = absence;
  }

  /// All of it, one after the other. When this returns all is well again.
  void last(Duration time) throws Exception {
    List<Step> steps =
        List.of(
            this::aReceiverBreaksDown,
            this::aReceiverHangs,
            this::anEndpointIsSwitchedOff,
            this::subscriptionsComeAndGo,
            absence::last);
    for (Step step : steps) {
      change(Addressee.PAID, "{\"headers\":{\"x-change\":\"%d\"}}".formatted(number++));
      step.last(time.dividedBy(steps.size()));
    }
  }

  private interface Step {
    void last(Duration time) throws Exception;
  }

  private void aReceiverBreaksDown(Duration time) {
    behave(Addressee.ORDERS, Receivers.Manner.REFUSES_ALL, time);
  }

  private void aReceiverHangs(Duration time) {
    behave(Addressee.PAID, Receivers.Manner.HANGS, time);
  }

  private void behave(Addressee addressee, Receivers.Manner manner, Duration time) {
    receivers.behave(addressee, manner);
    LockSupport.parkNanos(time.toNanos());
    receivers.behave(addressee, Receivers.Manner.WELL);
  }

  private void anEndpointIsSwitchedOff(Duration time) throws Exception {
    change(Addressee.LARGE, "{\"enabled\":false}");
    LockSupport.parkNanos(time.toNanos());
    change(Addressee.LARGE, "{\"enabled\":true}");
  }

  private void subscriptionsComeAndGo(Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    var endpoint = new JsonMapper().createObjectNode();
    endpoint.put("id", town.endpoints().get(Addressee.ORDERS));
    while (System.nanoTime() < end) {
      JsonNode made = client.subscription("passing " + number++, endpoint, "never.*");
      client.delete("/v1/subscriptions/" + made.path("id").asString());
    }
  }

  private void change(Addressee addressee, String patch) throws IOException, InterruptedException {
    Client.Reply reply = client.patch(town.path(addressee), patch);
    if (reply.status() != 200) {
      throw new AssertionError(reply.status() + " " + reply.text());
    }
  }
}
