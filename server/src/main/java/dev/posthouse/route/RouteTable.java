package dev.posthouse.route;

import dev.posthouse.config.EventTypes;
import dev.posthouse.config.Sight;
import dev.posthouse.config.Snapshot;
import dev.posthouse.config.Subscription;
import dev.posthouse.config.Watch;
import dev.posthouse.event.Decision;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Payload;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.eventtype.Span;
import dev.posthouse.route.Routing.Question;
import dev.posthouse.rule.EventView;
import dev.posthouse.rule.Filter;
import dev.posthouse.rule.TypeIndex;
import dev.posthouse.rule.TypePattern;
import dev.posthouse.work.Load;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All enabled subscriptions as of one revision, indexed by tenant and type. Immutable; an event of
/// a type that nobody wants costs one walk along its segments, whatever the number of
/// subscriptions.
final class RouteTable {
  private static final Comparator<Candidate> BY_ID =
      Comparator.comparingLong(candidate -> candidate.subscription().id().value());

  private final long number;
  private final EventTypes types;
  private final Map<TenantId, TypeIndex<Candidate>> tenants = new HashMap<>();
  private final Map<TenantId, Map<String, Span>> pinned = new HashMap<>();
  private final Set<TenantId> watching = new HashSet<>();

  /// A subscription and where its filter's answers are counted.
  private record Candidate(Subscription subscription, Tally tally) {
    boolean passes(Sight event) {
      Filter.Result result = event.test(subscription);
      tally.count(result);
      return result instanceof Filter.Passed;
    }
  }

  /// Leaves out what is disabled, and what leads to an endpoint that is gone.
  RouteTable(Snapshot snapshot, Function<SubscriptionId, Tally> tallies) {
    this.number = snapshot.number();
    this.types = snapshot.types();
    for (Subscription subscription : snapshot.subscriptions().values()) {
      if (subscription.enabled() && snapshot.endpoints().containsKey(subscription.endpoint())) {
        add(new Candidate(subscription, tallies.apply(subscription.id())));
      }
    }
  }

  private void add(Candidate candidate) {
    TypeIndex<Candidate> index =
        tenants.computeIfAbsent(candidate.subscription().tenant(), ignored -> new TypeIndex<>());
    for (TypePattern pattern : candidate.subscription().types()) {
      index.add(pattern, candidate);
    }
    Watch watch = candidate.subscription().conditions().watch();
    if (watch != null) {
      watching.add(candidate.subscription().tenant());
      watch.rules().baselineFrom().forEach(pattern -> index.add(pattern, candidate));
    }
    Map<String, Span> spans =
        pinned.computeIfAbsent(candidate.subscription().tenant(), ignored -> new HashMap<>());
    candidate
        .subscription()
        .versions()
        .forEach((type, version) -> spans.merge(type, Span.of(version), Span::plus));
  }

  /// What it takes at most to convert the data of an event to the versions that are pinned, and to
  /// read it for whoever watches for changes.
  Load load(NewEvent event) {
    Load reading =
        watching.contains(event.tenant()) ? Load.parsing(event.payload().size()) : Load.NONE;
    return reading.plus(converting(event));
  }

  private Load converting(NewEvent event) {
    Span span = pinned.getOrDefault(event.tenant(), Map.of()).get(event.type());
    if (span == null) {
      return Load.NONE;
    }
    Payload data = types.resolved(event).payload();
    return types.conversion(event.tenant(), event.type(), data, span).load();
  }

  /// @param event made only if some filter is to look at it
  /// @param asOf the moment whose state the event shows; null if nobody said
  Routing route(TenantId tenant, String type, Supplier<EventView> event, @Nullable Instant asOf) {
    List<Candidate> candidates = candidates(tenant, type);
    if (candidates.isEmpty()) {
      return new Routing(number, List.of());
    }
    var sight = new Sight(types, tenant, type, event.get());
    List<Subscription> matched = new ArrayList<>(candidates.size());
    List<Question> questions = List.of();
    List<Decision> decided = List.of();
    for (Candidate candidate : candidates) {
      Subscription subscription = candidate.subscription();
      if (!candidate.passes(sight)) {
        continue;
      }
      Watch watch = subscription.conditions().watch();
      if (watch == null) {
        matched.add(subscription);
      } else if (watch.compares()) {
        boolean begins = watch.begins(type);
        questions = questions.isEmpty() ? new ArrayList<>() : questions;
        questions.add(
            new Question(subscription, watch, sight.ask(subscription, watch, asOf), begins));
        if (!begins) {
          matched.add(subscription);
        }
      } else {
        Decision decision = sight.told(subscription, watch);
        decided = decided.isEmpty() ? new ArrayList<>() : decided;
        decided.add(decision);
        if (decision.finding().passes()) {
          matched.add(subscription);
        }
      }
    }
    return new Routing(number, matched, questions, decided);
  }

  /// Each once, although several of its patterns may match.
  private List<Candidate> candidates(TenantId tenant, String type) {
    TypeIndex<Candidate> index = tenants.get(tenant);
    if (index == null) {
      return List.of();
    }
    List<Candidate> found = new ArrayList<>();
    index.match(type, found::add);
    if (found.size() < 2) {
      return found;
    }
    found.sort(BY_ID);
    List<Candidate> once = new ArrayList<>(found.size());
    for (Candidate candidate : found) {
      if (once.isEmpty()
          || !once.getLast().subscription().id().equals(candidate.subscription().id())) {
        once.add(candidate);
      }
    }
    return once;
  }
}
