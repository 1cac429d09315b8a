package dev.posthouse.web;

import dev.posthouse.history.Place;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// The form of every list: `{"items":[…],"next":"…"|null}`.
final class Lists {
  private Lists() {}

  static <T> Answer of(List<T> items, Optional<Place> next, BiConsumer<JsonGenerator, T> item) {
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("items");
          items.forEach(i -> item.accept(json, i));
          json.writeEndArray();
          if (next.isPresent()) {
            json.writeStringProperty("next", Paging.cursor(next.get()));
          } else {
            json.writeNullProperty("next");
          }
          json.writeEndObject();
        });
  }

  static <T> Answer of(Paging.Slice<T> slice, Function<T, JsonNode> form) {
    return of(
        slice.items(),
        slice.next(),
        (json, item) -> json.writeRawValue(dev.posthouse.json.Json.text(form.apply(item))));
  }
}
