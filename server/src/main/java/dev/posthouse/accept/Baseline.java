package dev.posthouse.accept;

import dev.posthouse.config.Catalogue;
import dev.posthouse.config.Sight;
import dev.posthouse.config.Snapshot;
import dev.posthouse.config.Subscription;
import dev.posthouse.config.Watch;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.history.Ascent;
import dev.posthouse.rule.EventView;
import dev.posthouse.rule.Filter;
import dev.posthouse.store.Beginning;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Heavy;
import dev.posthouse.work.Tasks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells a subscription that watches for changes where to begin: by events from before it was
/// there, given or kept. Nothing is delivered, and what is remembered since is not replaced.
public record Baseline(Catalogue catalogue, Ledger ledger, Tasks tasks, Heavy heavy) {
  /// What became of the events.
  ///
  /// @param set states that are remembered now
  /// @param known events whose subject is known by newer ones
  /// @param passedOver events of other types, those that the filter leaves out, and those that do
  ///   not name their subject
  /// @param next where to go on with those that are kept
  public record Counted(int set, int known, int passedOver, Optional<EventId> next) {}

  /// Whether there is such a subscription and it compares nothing.
  public boolean pointless(TenantId tenant, SubscriptionId id) {
    Optional<Subscription> found = catalogue.current().subscription(tenant, id);
    return found.isPresent() && comparing(found.get()) == null;
  }

  /// Null if nothing is compared.
  private static @Nullable Watch comparing(Subscription subscription) {
    Watch watch = subscription.conditions().watch();
    return watch != null && watch.compares() ? watch : null;
  }

  /// @return empty if the tenant has no such subscription, or it compares nothing
  public Optional<Counted> given(TenantId tenant, SubscriptionId id, List<NewEvent> events)
      throws InterruptedException {
    Snapshot now = catalogue.current();
    Optional<Subscription> found = now.subscription(tenant, id);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Watch watch = comparing(found.get());
    if (watch == null) {
      return Optional.empty();
    }
    var beginnings = new ArrayList<Beginning>();
    long bytes = events.stream().mapToLong(event -> event.payload().size()).sum();
    var _ =
        heavy.run(
            bytes,
            () -> {
              for (NewEvent event : events) {
                var view = EventView.of(new EventId(0), now.types().resolved(event));
                var sight = new Sight(now.types(), tenant, event.type(), view);
                add(beginnings, found.get(), watch, sight, event.shows());
              }
              return beginnings;
            });
    return Optional.of(write(beginnings, events.size(), Optional.empty()));
  }

  /// The same with a part of the events that are kept, the oldest first.
  public Optional<Counted> kept(TenantId tenant, SubscriptionId id, EventId after)
      throws InterruptedException {
    Snapshot now = catalogue.current();
    Optional<Subscription> found = now.subscription(tenant, id);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Watch watch = comparing(found.get());
    if (watch == null) {
      return Optional.empty();
    }
    Ascent.Part part = new Ascent(ledger).after(tenant, after);
    var beginnings = new ArrayList<Beginning>();
    for (Ascent.Named named : part.events()) {
      Optional<Event> event =
          wants(found.get(), watch, named.type()) ? ledger.event(named.id()) : Optional.empty();
      if (event.isPresent()) {
        Sight sight = Sight.of(now.types(), event.get());
        var _ =
            heavy.run(
                event.get().payload().size(),
                () -> add(beginnings, found.get(), watch, sight, null));
      }
    }
    return Optional.of(write(beginnings, part.events().size(), part.next()));
  }

  private static boolean wants(Subscription subscription, Watch watch, String type) {
    return watch.begins(type)
        || subscription.types().stream().anyMatch(pattern -> pattern.matches(type));
  }

  private static boolean add(
      List<Beginning> beginnings,
      Subscription subscription,
      Watch watch,
      Sight sight,
      @Nullable Instant asOf) {
    if (!wants(subscription, watch, sight.type())
        || !(sight.test(subscription) instanceof Filter.Passed)) {
      return false;
    }
    Watch.Asked asked = sight.ask(subscription, watch, asOf);
    return asked.shown() != null
        && beginnings.add(
            new Beginning(
                subscription.tenant(),
                subscription.id(),
                asked.subject(),
                asked.shown(),
                sight.subject(),
                asked.asOf(),
                watch.rules().ttl()));
  }

  private Counted write(List<Beginning> beginnings, int events, Optional<EventId> next)
      throws InterruptedException {
    int set = beginnings.isEmpty() ? 0 : tasks.await(ledger.begin(beginnings));
    return new Counted(set, beginnings.size() - set, events - beginnings.size(), next);
  }
}
