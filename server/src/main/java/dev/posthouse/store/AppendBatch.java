package dev.posthouse.store;

import dev.posthouse.event.EventId;
import dev.posthouse.event.NewDelivery;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Routed;
import dev.posthouse.event.State;
import dev.posthouse.event.TenantId;
import dev.posthouse.event.Verdict;
import dev.posthouse.store.Appended.Entry;
import dev.posthouse.store.EventKeys.Holder;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes appends inside the writer's transaction: keys first, then the events that won theirs with
/// their deliveries. What becomes of each event is known before the commit and told after it.
final class AppendBatch {
  /// Sorted by key, so that two writers never wait for each other crosswise; equal keys keep their
  /// order of arrival, so the first wins.
  private static final Comparator<Routed> BY_KEY =
      Comparator.<Routed, TenantId>comparing(r -> r.event().tenant())
          .thenComparing(r -> r.event().origin().source())
          .thenComparing(r -> r.event().origin().id());

  private final Session db;
  private final Node node;
  private final Instant now;
  private final IdentityHashMap<Routed, Entry> losers = new IdentityHashMap<>();
  private final List<Opened> open = new ArrayList<>();
  private final List<OpenDelivery> held = new ArrayList<>();
  private final List<FinalDelivery> stillborn = new ArrayList<>();
  private final Map<Object, Integer> adding = new HashMap<>();

  AppendBatch(Session db, Node node, Instant now) {
    this.db = db;
    this.node = node;
    this.now = now;
  }

  /// Claims the keys and returns the answers of the atomic appends that conflict; if there are any,
  /// the transaction is to be begun again without them.
  IdentityHashMap<Append, Appended> claim(List<Append> appends) throws SQLException {
    var keyed = new ArrayList<Routed>();
    for (Append append : appends) {
      append.events().stream().filter(r -> r.event().origin().keyed()).forEach(keyed::add);
    }
    keyed.sort(BY_KEY);
    var firsts = new ArrayList<Routed>(keyed.size());
    for (Routed routed : keyed) {
      if (firsts.isEmpty() || BY_KEY.compare(firsts.getLast(), routed) != 0) {
        firsts.add(routed);
      }
    }
    List<Optional<Holder>> holders = node.keys().claim(db, firsts);
    int first = 0;
    for (Routed routed : keyed) {
      if (BY_KEY.compare(firsts.get(first), routed) != 0) {
        first++;
      }
      Holder holder = holders.get(first).orElse(Holder.of(firsts.get(first)));
      if (!holder.id().equals(routed.event().id())) {
        losers.put(routed, lost(routed, holder));
      }
    }
    return refused(appends);
  }

  private static Entry lost(Routed routed, Holder holder) {
    return holder.hash().equals(routed.hash())
        ? new Entry.Duplicate(holder.id())
        : new Entry.Conflict(holder.id());
  }

  /// A conflict with an event that may itself be refused is not one yet: that is seen when the
  /// transaction is begun again. The first in order of arrival never depends on another, so each
  /// round refuses at least one.
  private IdentityHashMap<Append, Appended> refused(List<Append> appends) {
    var candidates = appends.stream().filter(a -> a.atomic() && !conflicts(a).isEmpty()).toList();
    var candidateOf = new HashMap<EventId, Integer>();
    for (int i = 0; i < candidates.size(); i++) {
      int candidate = i;
      candidates.get(i).events().forEach(r -> candidateOf.put(r.event().id(), candidate));
    }
    var refused = new IdentityHashMap<Append, Appended>();
    for (int i = 0; i < candidates.size(); i++) {
      int candidate = i;
      Append append = candidates.get(i);
      if (conflicts(append).stream()
          .anyMatch(id -> candidateOf.getOrDefault(id, candidate) == candidate)) {
        refused.put(append, new Appended.Refused(entries(append, Map.of(), Map.of())));
      }
    }
    return refused;
  }

  /// The events that hold keys which the append wants for other content.
  private List<EventId> conflicts(Append append) {
    return append.events().stream()
        .map(losers::get)
        .filter(Entry.Conflict.class::isInstance)
        .map(Entry::id)
        .toList();
  }

  /// Writes the winners; one answer for each append, in order.
  List<Appended> write(List<Append> appends) throws SQLException {
    var winners = new ArrayList<Routed>();
    var waits = new IdentityHashMap<Routed, List<OpenDelivery>>();
    Map<Routed, Routed> decided = decided(appends);
    for (Append append : appends) {
      for (Routed routed : append.events()) {
        if (!losers.containsKey(routed)) {
          Routed winner = decided.getOrDefault(routed, routed);
          winners.add(winner);
          waits.put(routed, admitted(winner));
          node.counting().accepted(winner.event(), winner.deliveries().size());
        }
      }
    }
    if (!winners.isEmpty()) {
      EventRows.insert(db, winners);
      SearchRows.insert(db, winners);
    }
    if (!open.isEmpty()) {
      WaitingRows.insert(db, open.stream().map(Opened::delivery).toList());
    }
    if (!held.isEmpty()) {
      WaitingRows.insertHeld(db, held);
    }
    DeliveryRows.insert(db, stillborn);
    return appends.stream()
        .<Appended>map(a -> new Appended.Stored(entries(a, waits, decided)))
        .toList();
  }

  /// The events that leave something to be decided now, as it was decided.
  private Map<Routed, Routed> decided(List<Append> appends) throws SQLException {
    List<Routed> asking = null;
    for (Append append : appends) {
      for (Routed routed : append.events()) {
        if (!routed.questions().none() && !losers.containsKey(routed)) {
          asking = asking == null ? new ArrayList<>() : asking;
          asking.add(routed);
        }
      }
    }
    return asking == null ? Map.of() : Judgement.of(db, node, now, asking);
  }

  private List<OpenDelivery> admitted(Routed routed) {
    if (routed.deliveries().isEmpty()) {
      return List.of();
    }
    var admitted = new ArrayList<OpenDelivery>(routed.deliveries().size());
    for (NewDelivery wanted : routed.deliveries()) {
      OpenDelivery delivery =
          OpenDelivery.first(routed.event(), wanted, routed.event().accepted())
              .ownedBy(node.epoch());
      node.counting().made(delivery, routed.event().type());
      switch (admission(delivery)) {
        case WAITS -> admitted.add(delivery);
        case ENDPOINT_GONE ->
            ended(routed, delivery, State.CANCELLED, FinalDelivery.ENDPOINT_REMOVED);
        case FULL -> ended(routed, delivery, State.FAILED, Verdict.Reason.BACKLOG_FULL.word());
      }
    }
    for (OpenDelivery delivery : admitted) {
      if (node.backlog().holds(delivery.pin().subscription())) {
        held.add(delivery);
      } else {
        open.add(new Opened(delivery, routed.event()));
      }
    }
    return admitted;
  }

  private Backlog.Admission admission(OpenDelivery delivery) {
    var admission =
        node.backlog().admit(delivery, adding(delivery.endpoint()), adding(delivery.tenant()));
    if (admission == Backlog.Admission.WAITS) {
      adding.merge(delivery.endpoint(), 1, Integer::sum);
      adding.merge(delivery.tenant(), 1, Integer::sum);
    }
    return admission;
  }

  private int adding(Object owner) {
    return adding.getOrDefault(owner, 0);
  }

  private void ended(Routed routed, OpenDelivery delivery, State state, String reason) {
    stillborn.add(new FinalDelivery(delivery, state, reason, 0, now));
    node.counting().ended(delivery, routed.event().type(), state);
  }

  private List<Entry> entries(
      Append append, Map<Routed, List<OpenDelivery>> waits, Map<Routed, Routed> decided) {
    var entries = new ArrayList<Entry>(append.events().size());
    for (Routed routed : append.events()) {
      Entry loser = losers.get(routed);
      entries.add(
          loser != null
              ? loser
              : new Entry.Accepted(
                  routed.event().id(),
                  waits.getOrDefault(routed, List.of()),
                  decided.getOrDefault(routed, routed).deliveries().size()));
    }
    return entries;
  }

  /// What waits for its lane now, once the commit is done.
  List<Opened> open() {
    return open;
  }

  /// What waits for paused subscriptions.
  List<OpenDelivery> held() {
    return held;
  }
}
