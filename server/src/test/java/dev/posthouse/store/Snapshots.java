package dev.posthouse.store;

import static dev.posthouse.testing.Events.ENDPOINT;

import dev.posthouse.event.Comparison;
import dev.posthouse.event.Comparison.Shown;
import dev.posthouse.event.Comparison.Terms;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.NewDelivery;
import dev.posthouse.event.Questions;
import dev.posthouse.event.Routed;
import dev.posthouse.event.Sha256;
import dev.posthouse.testing.Events;
import dev.posthouse.webhooks.change.Missing;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Events that show a state of a subject and ask whether it is another one.
record Snapshots(Events events) {
  static final Duration TTL = Duration.ofDays(90);

  Routed of(String subject, String value, @Nullable Instant asOf) {
    return of(events.event(), subject, value, asOf);
  }

  Routed of(Routed routed, String subject, String value, @Nullable Instant asOf) {
    var id = new DeliveryId(routed.event().id(), events.next());
    var shown = new Shown(Arrays.copyOf(Sha256.of(value), 16), value);
    return with(
        routed,
        new Comparison(
            Events.PIN.subscription(),
            new NewDelivery(id, ENDPOINT, Events.PIN),
            Sha256.of(subject),
            shown,
            asOf,
            new Terms(Missing.BASELINE, TTL, (a, b) -> "[" + a + ">" + b + "]")));
  }

  static Comparison asked(Routed routed) {
    return routed.questions().comparisons().getFirst();
  }

  static Routed with(Routed routed, Comparison asked) {
    return new Routed(
        routed.event(), routed.hash(), routed.deliveries(), Questions.NONE.with(List.of(asked)));
  }

  static Routed missing(Routed routed, Missing missing) {
    Comparison asked = asked(routed);
    var terms = new Terms(missing, TTL, asked.terms().differences());
    return with(
        routed,
        new Comparison(
            asked.subscription(),
            asked.delivery(),
            asked.subject(),
            asked.shown(),
            asked.asOf(),
            terms));
  }

  /// One that only says where to begin.
  static Routed beginning(Routed routed) {
    Comparison asked = asked(routed);
    return with(
        routed,
        new Comparison(
            asked.subscription(),
            null,
            asked.subject(),
            asked.shown(),
            asked.asOf(),
            asked.terms()));
  }

  static Routed showing(Routed routed, @Nullable Shown shown) {
    Comparison asked = asked(routed);
    return with(
        routed,
        new Comparison(
            asked.subscription(), asked.delivery(), asked.subject(), shown, null, asked.terms()));
  }
}
