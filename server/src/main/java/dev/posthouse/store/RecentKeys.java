package dev.posthouse.store;

import dev.posthouse.event.EventId;
import java.util.ArrayList;
import java.util.List;

/// The claims that no run has yet: events by fingerprint, in two arrays. They stay for seconds
/// under load; an object for each would be what most of the collector's work is about.
final class RecentKeys {
  private static final int LEAST = 64;

  private long[] fingerprints = new long[LEAST];

  /// 0 where a place is free.
  private long[] events = new long[LEAST];

  private int size;

  int size() {
    return size;
  }

  void add(KeyEntry entry) {
    if (4 * size >= 3 * events.length) {
      grow();
    }
    put(entry);
    size++;
  }

  /// All that claimed a key with this fingerprint, mostly none.
  List<EventId> events(long fingerprint) {
    List<EventId> found = List.of();
    for (int i = home(fingerprint); events[i] != 0; i = after(i)) {
      if (fingerprints[i] == fingerprint) {
        found = found.isEmpty() ? new ArrayList<>(1) : found;
        found.add(new EventId(events[i]));
      }
    }
    return found;
  }

  List<KeyEntry> all() {
    var all = new ArrayList<KeyEntry>(size);
    for (int i = 0; i < events.length; i++) {
      if (events[i] != 0) {
        all.add(new KeyEntry(fingerprints[i], events[i]));
      }
    }
    return all;
  }

  private void grow() {
    List<KeyEntry> all = all();
    fingerprints = new long[2 * events.length];
    events = new long[2 * events.length];
    all.forEach(this::put);
  }

  private void put(KeyEntry entry) {
    int i = home(entry.fingerprint());
    while (events[i] != 0) {
      i = after(i);
    }
    fingerprints[i] = entry.fingerprint();
    events[i] = entry.event();
  }

  /// Fingerprints are evenly spread.
  private int home(long fingerprint) {
    return (int) fingerprint & events.length - 1;
  }

  private int after(int place) {
    return place + 1 & events.length - 1;
  }
}
