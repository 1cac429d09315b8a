package dev.posthouse.sim;

import java.time.Instant;

/// When something may be, ends included.
record Window(Instant from, Instant to) {
  static final Window ANY = new Window(Instant.MIN, Instant.MAX);

  static Window at(Instant time) {
    return new Window(time, time);
  }

  boolean holds(Instant time) {
    return !time.isBefore(from) && !time.isAfter(to);
  }

  Window notBefore(Instant earliest) {
    return new Window(later(from, earliest), later(to, earliest));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
