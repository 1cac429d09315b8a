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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The variable `event`: everything about an event beside its data. Absent texts are empty, and
/// `has(event.subject)` tells.
final class EnvelopeFields implements SelectableValue<String> {
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

  private final String changes;

  EnvelopeFields(EventId id, Origin origin, Envelope envelope) {
    this(id, origin, envelope, "");
  }

  private EnvelopeFields(EventId id, Origin origin, Envelope envelope, String changes) {
    this.id = id;
    this.origin = origin;
    this.envelope = envelope;
    this.changes = changes;
  }

  EnvelopeFields withChanges(String json) {
    return new EnvelopeFields(id, origin, envelope, json);
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
    types.put("changes", ListType.create(SimpleType.DYN));
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
      case "headers" -> new DataObject(Map.<String, Object>copyOf(envelope.headers()));
      case "extensions" -> new DataObject(Map.<String, Object>copyOf(envelope.extensions()));
      case "changes" -> changes.isEmpty() ? List.of() : DataReader.read(changes.getBytes(UTF_8));
      default -> throw EventView.Absent.of("event." + field);
    };
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
