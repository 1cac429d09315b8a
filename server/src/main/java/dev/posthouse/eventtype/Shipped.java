package dev.posthouse.eventtype;

import dev.posthouse.event.EventTypeId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The event types that come with Posthouse, in the order of their names. Every tenant has them
/// unless it has its own of the same name.
public final class Shipped {
  private static final String FOLDER = "/event-types/";
  private static final TenantId NOBODY = new TenantId(0);
  private static final Map<String, EventType> ALL = load();

  private Shipped() {}

  public static Map<String, EventType> all() {
    return ALL;
  }

  public static Optional<EventType> find(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  private static Map<String, EventType> load() {
    JsonNode index = read("index.json");
    var types = new LinkedHashMap<String, EventType>();
    long id = index.size();
    for (JsonNode name : index) {
      // Falling numbers, because lists show the highest first.
      var identity = new EventTypeForm.Identity(new EventTypeId(id--), NOBODY, 0);
      types.put(
          name.stringValue(), EventTypeForm.stored(read(name.stringValue() + ".json"), identity));
    }
    return Collections.unmodifiableMap(types);
  }

  private static JsonNode read(String file) {
    try (InputStream in = Shipped.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + FOLDER + file);
      }
      return Json.parse(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("the jar cannot be read", e);
    }
  }
}
