package dev.posthouse.config;

import dev.posthouse.access.Actor;
import dev.posthouse.access.Caller;
import dev.posthouse.event.Ids;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.SubscriptionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Creates, changes and deletes subscriptions. Each change is durable and in force when a method
/// returns; what is wrong with a document is thrown as [Invalid].
public final class SubscriptionChanges {
  private static final String EXAMPLE = "{\"name\": \"orders\", \"types\": [\"sales_order.*\"]}";

  private final Journal journal;
  private final Ids ids;

  public SubscriptionChanges(Journal journal, Ids ids) {
    this.journal = journal;
    this.ids = ids;
  }

  public Changed<Subscription> create(Caller caller, JsonNode json) throws InterruptedException {
    return inTurn(now -> {
      var id = new SubscriptionId(ids.next());
      var identity = new SubscriptionForm.Identity(id, caller.tenant(), now.next());
      Subscription subscription = SubscriptionForm.read(json, identity);
      return save(caller.actor(), now, subscription, Action.CREATED);
    });
  }

  /// PUT: what the document does not say takes its default.
  public Changed<Subscription> replace(Caller caller, SubscriptionId id, Match match, JsonNode json)
      throws InterruptedException {
    return revise(caller, id, match, before -> MergePatch.object(json, EXAMPLE));
  }

  /// PATCH: a merge patch (RFC 7396) on the JSON form.
  public Changed<Subscription> patch(Caller caller, SubscriptionId id, Match match, JsonNode json)
      throws InterruptedException {
    return revise(
        caller, id, match, before -> MergePatch.apply(before, MergePatch.object(json, EXAMPLE)));
  }

  private Changed<Subscription> revise(
      Caller caller, SubscriptionId id, Match match, UnaryOperator<ObjectNode> change)
      throws InterruptedException {
    return inTurn(now -> {
      Optional<Subscription> found = now.subscription(caller.tenant(), id);
      if (found.isEmpty()) {
        return new Changed.Missing<>();
      }
      Subscription before = found.get();
      if (!match.admits(before.revision())) {
        return new Changed.Stale<>(before.revision());
      }
      ObjectNode wanted = change.apply(SubscriptionForm.write(before));
      Subscription after = SubscriptionForm.revise(before, now.next(), wanted);
      return after.equals(before)
          ? saved(now, before)
          : save(caller.actor(), now, after, Action.UPDATED);
    });
  }

  /// Open deliveries go on, by the revision that they pin.
  public Changed<Subscription> delete(Caller caller, SubscriptionId id, Match match)
      throws InterruptedException {
    return journal.inTurn(now -> {
      Optional<Subscription> found = now.subscription(caller.tenant(), id);
      if (found.isEmpty()) {
        return new Changed.Missing<>();
      } else if (!match.admits(found.get().revision())) {
        return new Changed.Stale<>(found.get().revision());
      }
      journal.commit(caller.actor(), List.of(new Write.DropSubscription(found.get())));
      return new Changed.Saved<>(found.get(), Optional.empty(), List.of());
    });
  }

  private record Done(Changed<Subscription> changed, Snapshot now) {}

  /// Fields are looked for when the turn is over, for that may take a while.
  private Changed<Subscription> inTurn(Journal.Change<Changed<Subscription>> change)
      throws InterruptedException {
    Done done = journal.inTurn(now -> new Done(change.run(now), now));
    if (!(done.changed() instanceof Changed.Saved<Subscription> saved)) {
      return done.changed();
    }
    var warnings = new ArrayList<>(saved.warnings());
    warnings.addAll(saved.resource().filter().notes());
    warnings.addAll(UnknownFields.warnings(done.now(), saved.resource()));
    return new Changed.Saved<>(saved.resource(), saved.signingSecret(), warnings);
  }

  private Changed<Subscription> save(
      Actor by, Snapshot now, Subscription subscription, Action action)
      throws InterruptedException {
    if (now.endpoint(subscription.tenant(), subscription.endpoint()).isEmpty()) {
      throw new Invalid(
          "/endpoint", "there is no endpoint " + subscription.endpoint() + "; create it first");
    }
    Pinned.refuseUnknown(now, subscription);
    List<Subscription> others =
        now.subscriptions(subscription.tenant()).stream()
            .filter(other -> !other.id().equals(subscription.id()))
            .toList();
    if (others.stream().anyMatch(other -> other.name().equals(subscription.name()))) {
      return new Changed.Conflict<>(
          "name_taken", "Another subscription is called \"" + subscription.name() + "\".");
    }
    Overlaps.refuseTooMany(subscription, others);
    var write = new Write.PutSubscription(subscription, action);
    journal.commit(by, List.of(write));
    return saved(now.with(List.of(write)), subscription);
  }

  private static Changed<Subscription> saved(Snapshot now, Subscription subscription) {
    var warnings = new ArrayList<>(Overlaps.warnings(now, subscription));
    warnings.addAll(Pinned.warnings(now, subscription));
    return new Changed.Saved<>(subscription, Optional.empty(), warnings);
  }
}
