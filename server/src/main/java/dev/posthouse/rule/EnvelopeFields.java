package dev.posthouse.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.values.SelectableValue;
import dev.posthouse.event.Envelope;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Payload;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.change.Change;
import dev.posthouse.webhooks.provider.Providers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The variable `event`: everything about an event beside its data. Absent texts are empty, and
/// `has(event.subject)` tells.
final class EnvelopeFields implements SelectableValue<String> {
  private static final String CHANGES = "changes";
  private static final CelType TEXTS = MapType.create(SimpleType.STRING, SimpleType.STRING);

  private static final Map<String, CelType> TYPES = types();

  static final StructType TYPE =
      StructType.create(
          "posthouse.Event",
          ImmutableSet.copyOf(TYPES.keySet()),
          name -> Optional.ofNullable(TYPES.get(name)));

  private final EventId id;
  private final Origin origin;
  private final Envelope envelope;

  private final Payload payload;
  private final @Nullable String compared;

  /// Read when they are first asked for. For one thread, like the event.
  private TracingReader.@Nullable Read read;

  EnvelopeFields(EventId id, Origin origin, Envelope envelope, Payload payload) {
    this(id, origin, envelope, payload, null);
  }

  private EnvelopeFields(
      EventId id, Origin origin, Envelope envelope, Payload payload, @Nullable String compared) {
    this.id = id;
    this.origin = origin;
    this.envelope = envelope;
    this.payload = payload;
    this.compared = compared;
  }

  /// @param json what was found by comparing; empty if that is not known
  EnvelopeFields withChanges(String json) {
    return new EnvelopeFields(id, origin, envelope, payload, json);
  }

  Origin origin() {
    return origin;
  }

  Envelope envelope() {
    return envelope;
  }

  static List<String> names() {
    return List.copyOf(TYPES.keySet());
  }

  static boolean has(String field) {
    return TYPES.containsKey(field);
  }

  private static Map<String, CelType> types() {
    Map<String, CelType> types = new LinkedHashMap<>();
    for (String name :
        List.of("type", "subject", "organisation", "actor", "id", "source", "sourceId")) {
      types.put(name, SimpleType.STRING);
    }
    types.put("time", SimpleType.TIMESTAMP);
    types.put("timestamp", SimpleType.TIMESTAMP);
    types.put("headers", TEXTS);
    types.put("extensions", TEXTS);
    types.put(CHANGES, ListType.create(SimpleType.DYN));
    return types;
  }

  @Override
  public Object select(String field) {
    return switch (field) {
      case "type" -> envelope.type();
      case "time", "timestamp" -> envelope.time();
      case "subject" -> envelope.subject();
      case "organisation" -> envelope.organisation();
      case "actor" -> envelope.actor();
      case "id" -> id.toString();
      case "source" -> origin.source();
      case "sourceId" -> origin.id();
      case "headers" -> sorted(envelope.headers());
      case "extensions" -> sorted(envelope.extensions());
      case CHANGES -> changes();
      default -> throw EventView.Absent.of("event." + field);
    };
  }

  /// As whole objects they are rendered the same each time.
  private static DataObject sorted(Map<String, String> texts) {
    return new DataObject(new TreeMap<>(texts));
  }

  private Object changes() {
    if (read == null) {
      String json = compared == null ? told() : compared;
      read = TracingReader.read((json.isEmpty() ? "[]" : json).getBytes(UTF_8));
    }
    return read.value();
  }

  /// What the provider of the event says of changes; empty if it says nothing.
  private String told() {
    if (!payload.isJson() || Providers.ofType(envelope.type()).isEmpty()) {
      return "";
    }
    try {
      return Providers.changes(envelope.type(), Json.read(payload.bytes()))
          .map(Change::json)
          .orElse("");
    } catch (Malformed e) {
      return "";
    }
  }

  /// Where a field stands that was read from JSON, so that no digit of it is lost; null for others.
  @Nullable Slice place(String field) {
    return field.equals(CHANGES) && read != null ? read.place() : null;
  }

  @Override
  public Optional<Object> find(String field) {
    Object value = select(field);
    boolean there =
        switch (value) {
          case String text -> !text.isEmpty();
          case DataObject texts -> !texts.isEmpty();
          case List<?> list -> !list.isEmpty();
          default -> true;
        };
    return there ? Optional.of(value) : Optional.empty();
  }
}
