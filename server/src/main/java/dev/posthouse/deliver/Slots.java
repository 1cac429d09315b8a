package dev.posthouse.deliver;

import java.util.concurrent.atomic.AtomicInteger;

/// A bounded number of things that may run at once.
final class Slots {
  private final int limit;
  private final AtomicInteger taken = new AtomicInteger();

  Slots(int limit) {
    this.limit = limit;
  }

  boolean tryTake() {
    int before = taken.get();
    while (before < limit) {
      if (taken.compareAndSet(before, before + 1)) {
        return true;
      }
      before = taken.get();
    }
    return false;
  }

  void give() {
    taken.decrementAndGet();
  }

  int taken() {
    return taken.get();
  }

  int free() {
    return limit - taken.get();
  }
}
