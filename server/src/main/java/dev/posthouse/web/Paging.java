package dev.posthouse.web;

import dev.posthouse.history.Place;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// `?limit=` and `?cursor=` of a list. A cursor is opaque to clients.
record Paging(int limit, Place after) {
  static final int USUAL = 50;

  static final int MOST = 500;

  static Paging of(Query query) {
    int limit = query.value("limit", Paging::limit).orElse(USUAL);
    return new Paging(limit, query.value("cursor", Paging::place).orElse(Place.NEWEST));
  }

  /// A part of a list that is in memory, newest first.
  record Slice<T>(List<T> items, Optional<Place> next) {}

  <T> Slice<T> slice(List<T> newestFirst, ToLongFunction<T> id) {
    List<T> rest =
        newestFirst.stream()
            .filter(item -> id.applyAsLong(item) < after.event())
            .limit(limit + 1L)
            .toList();
    if (rest.size() <= limit) {
      return new Slice<>(rest, Optional.empty());
    }
    List<T> items = rest.subList(0, limit);
    return new Slice<>(items, Optional.of(new Place(id.applyAsLong(items.getLast()), 0)));
  }

  static String cursor(Place place) {
    var bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(place.event()).putLong(place.id());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (limit > 0 && limit <= MOST) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // told below, in our words
    }
    throw new IllegalArgumentException("must be a whole number from 1 to " + MOST);
  }

  static Place place(String text) {
    try {
      var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      var place = new Place(bytes.getLong(), bytes.getLong());
      if (!bytes.hasRemaining()) {
        return place;
      }
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      // told below, in our words
    }
    throw new IllegalArgumentException("is no cursor; take it from \"next\" of the page before");
  }
}
