package dev.posthouse.explain;

import dev.posthouse.config.Catalogue;
import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Past;
import dev.posthouse.config.Snapshot;
import dev.posthouse.config.Subscription;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Event;
import dev.posthouse.event.Pin;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.explain.Standing.EndpointState;
import dev.posthouse.history.Delivery;
import dev.posthouse.history.History;
import dev.posthouse.history.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The subscriptions that one page of an explanation asks, read with all that their answers need.
record Candidates(List<Candidate> all, Optional<Place> next) {
  /// Subscriptions looked at for one page: those that were gone by then and are gone now are not
  /// shown.
  static final int SCAN = 500;

  /// A subscription then and now, each null where it was not there.
  record Candidate(
      SubscriptionId id,
      @Nullable Subscription then,
      EndpointState endpointThen,
      @Nullable Subscription now,
      EndpointState endpointNow,
      List<Delivery> deliveries) {

    /// As it is, or was last seen.
    Subscription latest() {
      return Objects.requireNonNull(now == null ? then : now);
    }
  }

  /// Where candidates are read from.
  record Sources(Catalogue catalogue, Past past, History history) {
    /// @param now the configuration in force
    Candidates page(Event event, Snapshot now, Place after, int limit) {
      int scan = Math.max(SCAN, limit + 1);
      List<Past.Trace> traces =
          past.subscriptions(event.tenant(), event.routeTable(), after.event(), scan);
      var picked = new ArrayList<Past.Trace>();
      for (int i = 0; i < traces.size(); i++) {
        Past.Trace trace = traces.get(i);
        if (trace.existed() || now.subscription(event.tenant(), trace.id()).isPresent()) {
          picked.add(trace);
        }
        boolean more = i + 1 < traces.size() || traces.size() == scan;
        if (more && (picked.size() == limit || i + 1 == traces.size())) {
          var next = Optional.of(new Place(trace.id().value(), 0));
          return new Candidates(read(event, now, picked), next);
        }
      }
      return new Candidates(read(event, now, picked), Optional.empty());
    }

    private List<Candidate> read(Event event, Snapshot now, List<Past.Trace> traces) {
      List<Subscription> then =
          traces.stream()
              .filter(Past.Trace::existed)
              .flatMap(trace -> catalogue.pinned(new Pin(trace.id(), trace.revision())).stream())
              .toList();
      Map<SubscriptionId, Subscription> byId =
          then.stream().collect(Collectors.toMap(Subscription::id, s -> s));
      List<EndpointId> used = then.stream().map(Subscription::endpoint).distinct().toList();
      Map<EndpointId, Boolean> endpoints = past.endpoints(event.tenant(), event.routeTable(), used);
      List<SubscriptionId> ids = traces.stream().map(Past.Trace::id).toList();
      Map<SubscriptionId, List<Delivery>> deliveries =
          history.deliveries(event.tenant(), event.id(), ids).stream()
              .collect(Collectors.groupingBy(delivery -> delivery.pin().subscription()));
      return ids.stream()
          .map(id -> {
            Subscription before = byId.get(id);
            Subscription present = now.subscription(event.tenant(), id).orElse(null);
            return new Candidate(
                id,
                before,
                before == null ? EndpointState.GONE : state(endpoints.get(before.endpoint())),
                present,
                present == null ? EndpointState.GONE : state(enabled(now, present.endpoint())),
                deliveries.getOrDefault(id, List.of()));
          })
          .toList();
    }

    private static @Nullable Boolean enabled(Snapshot now, EndpointId id) {
      return now.endpoint(id).map(Endpoint::enabled).orElse(null);
    }

    private static EndpointState state(@Nullable Boolean enabled) {
      if (enabled == null) {
        return EndpointState.GONE;
      }
      return enabled ? EndpointState.ENABLED : EndpointState.DISABLED;
    }
  }
}
