package dev.posthouse.accept;

import dev.posthouse.config.Subscription;
import dev.posthouse.config.Watch;
import dev.posthouse.event.Comparison;
import dev.posthouse.event.Decisions;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Ids;
import dev.posthouse.event.NewDelivery;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Questions;
import dev.posthouse.event.Routed;
import dev.posthouse.route.Router;
import dev.posthouse.route.Routing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Makes of a new event one that can be stored: with an id, and every delivery that it causes.
public record Routes(Router router, Ids ids, Indexing indexing) {
  Routed route(NewEvent event, Instant now) {
    var id = new EventId(ids.next());
    Routing routing = router.route(id, event);
    var deliveries = new ArrayList<NewDelivery>(routing.matched().size());
    Questions questions = questions(event);
    for (Subscription subscription : routing.matched()) {
      Watch watch = subscription.conditions().watch();
      if (watch != null && watch.compares()) {
        continue;
      }
      var delivery = new DeliveryId(id, ids.next());
      deliveries.add(new NewDelivery(delivery, subscription.endpoint(), subscription.pin()));
      if (subscription.conditions().skipStale()) {
        questions = questions.unlessStale(delivery);
      }
    }
    var stored =
        new Event(
            id,
            event.tenant(),
            event.origin(),
            event.envelope(),
            event.payload(),
            now,
            routing.table(),
            routing.decided().isEmpty() ? Decisions.NONE : new Decisions(false, routing.decided()));
    return new Routed(
        stored,
        event.hash(),
        deliveries,
        questions.with(comparisons(id, routing)),
        indexing.keys(event));
  }

  /// Some of the deliveries are made only if the ledger finds that something changed.
  private List<Comparison> comparisons(EventId id, Routing routing) {
    if (routing.questions().isEmpty()) {
      return List.of();
    }
    var comparisons = new ArrayList<Comparison>(routing.questions().size());
    for (Routing.Question question : routing.questions()) {
      Subscription asking = question.subscription();
      var delivery =
          question.begins()
              ? null
              : new NewDelivery(new DeliveryId(id, ids.next()), asking.endpoint(), asking.pin());
      Watch.Asked asked = question.asked();
      comparisons.add(
          new Comparison(
              asking.id(),
              delivery,
              asked.subject(),
              asked.shown(),
              asked.asOf(),
              question.watch().terms()));
    }
    return comparisons;
  }

  /// An event without a subject is of nothing that might have a newer state.
  private static Questions questions(NewEvent event) {
    return event.asOf() == null || event.envelope().subject().isEmpty()
        ? Questions.NONE
        : Questions.NONE.asOf(event.asOf());
  }
}
