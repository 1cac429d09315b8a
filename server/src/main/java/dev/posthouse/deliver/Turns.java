package dev.posthouse.deliver;

import dev.posthouse.event.TenantId;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The lanes that want to be looked at, tenant by tenant, and for each tenant endpoint by endpoint.
final class Turns {
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by `lock`; holds no empty queue.
  private final LinkedHashMap<TenantId, ArrayDeque<Lane>> tenants = new LinkedHashMap<>();

  /// Guarded by `lock`: what `tenants` holds.
  private final Set<Lane> waiting = new HashSet<>();

  /// Puts a lane behind the others of its tenant, unless it is waiting already.
  void add(Lane lane) {
    lock.lock();
    try {
      if (waiting.add(lane)) {
        tenants.computeIfAbsent(lane.tenant(), t -> new ArrayDeque<>(2)).add(lane);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Takes the next lane; its tenant goes behind the others.
  @Nullable Lane poll() {
    lock.lock();
    try {
      var first = tenants.pollFirstEntry();
      if (first == null) {
        return null;
      }
      Lane lane = first.getValue().remove();
      if (!first.getValue().isEmpty()) {
        tenants.put(first.getKey(), first.getValue());
      }
      waiting.remove(lane);
      return lane;
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
