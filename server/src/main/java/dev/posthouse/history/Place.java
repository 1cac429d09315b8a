package dev.posthouse.history;

/// Where a page of a list, newest first, goes on: below this event and, within it, this id.
public record Place(long event, long id) {
  /// The beginning of a list.
  public static final Place NEWEST = new Place(Long.MAX_VALUE, Long.MAX_VALUE);
}
