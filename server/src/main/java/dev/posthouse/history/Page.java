package dev.posthouse.history;

import java.util.List;
import java.util.Optional;

/// A part of a list. It may be short of what was asked for and still have a `next`, where finding
/// more would have taken too long.
public record Page<T>(List<T> items, Optional<Place> next) {
  public Page {
    items = List.copyOf(items);
  }
}
