package dev.posthouse.web;

import dev.posthouse.config.Hold;
import dev.posthouse.config.Holds;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.history.History;
import dev.posthouse.json.Fields;
import dev.posthouse.work.Rate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Pausing and releasing, as endpoints and subscriptions have it in common.
record HoldStatus(Holds holds, History history) {
  private static final int LONGEST_REASON = 500;

  /// `{"reason"}`, which may be left out.
  Hold pause(Call call, Hold.Kind kind, long resource) throws InterruptedException {
    call.query().done();
    Fields fields = Fields.of(call.optionalJson());
    String reason = fields.optionalText("reason").orElse("");
    if (reason.length() > LONGEST_REASON) {
      fields.flaw("reason", "is longer than " + LONGEST_REASON + " characters");
    }
    fields.done();
    return holds.pause(call.caller(), kind, resource, reason);
  }

  /// `{"rate"}`, which may be left out.
  Optional<Hold> release(Call call, long resource) throws InterruptedException {
    call.query().done();
    Fields fields = Fields.of(call.optionalJson());
    Optional<Rate> rate = fields.optional("rate", Rate::parse);
    fields.done();
    return holds.release(call.caller(), resource, rate);
  }

  /// @param held deliveries that wait for it
  void write(ObjectNode status, EndpointId id, long held) {
    Optional<Hold> hold = shown(holds.of(id));
    write(status, hold.orElse(null));
    boolean paused = hold.filter(h -> h.state() == Hold.State.PAUSED).isPresent();
    status.put("held", paused ? held : 0);
  }

  void write(ObjectNode status, SubscriptionId id) {
    Optional<Hold> hold = shown(holds.of(id));
    write(status, hold.orElse(null));
    status.put("held", hold.isPresent() ? history.held(id) : 0);
  }

  private static Optional<Hold> shown(Optional<Hold> hold) {
    return hold.filter(h -> h.state() != Hold.State.RELEASED);
  }

  private static void write(ObjectNode status, @Nullable Hold hold) {
    if (hold == null) {
      status.putNull("hold");
      return;
    }
    ObjectNode json = status.putObject("hold");
    json.put("state", hold.state().word());
    json.put("since", hold.since().toString());
    json.put("by", hold.who());
    json.put("reason", hold.reason().isEmpty() ? null : hold.reason());
    json.put("rate", hold.rate().map(Rate::text).orElse(null));
  }
}
