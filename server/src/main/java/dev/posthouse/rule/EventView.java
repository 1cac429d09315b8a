package dev.posthouse.rule;

import dev.cel.runtime.CelVariableResolver;
import dev.posthouse.event.Envelope;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Payload;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// One event as all its filters see it, or a template. The data are parsed when they are first
/// asked for, and once. For one thread.
public final class EventView {
  private final EventId id;
  private final Payload payload;
  private final EnvelopeFields envelope;
  private final CelVariableResolver variables = name -> Optional.of(variable(name));
  private @Nullable Object data;
  private TracingReader.@Nullable Read traced;
  private @Nullable Words unreadable;

  private EventView(EventId id, EnvelopeFields envelope, Payload payload) {
    this.id = id;
    this.payload = payload;
    this.envelope = envelope;
  }

  public static EventView of(EventId id, NewEvent event) {
    return of(id, event.origin(), event.envelope(), event.payload());
  }

  public static EventView of(Event event) {
    return of(event.id(), event.origin(), event.envelope(), event.payload());
  }

  private static EventView of(EventId id, Origin origin, Envelope envelope, Payload payload) {
    return new EventView(id, new EnvelopeFields(id, origin, envelope, payload), payload);
  }

  /// Of something that is no event: there is nothing but `data`.
  static EventView ofData(Object data) {
    var nobody = new EventId(0);
    var envelope = new Envelope("", "", Instant.EPOCH, "", "", Map.of());
    var view = of(nobody, new Origin("", ""), envelope, new Payload(Payload.JSON, new byte[0]));
    view.data = data;
    return view;
  }

  /// The same event with other data: its own, converted to another version of its type.
  public EventView withData(byte[] json) {
    return new EventView(id, envelope, new Payload(Payload.JSON, json));
  }

  /// The same event for who is told what changed.
  ///
  /// @param json an array; empty if it is not known
  public EventView withChanges(String json) {
    return new EventView(id, envelope.withChanges(json), payload);
  }

  public Origin origin() {
    return envelope.origin();
  }

  public String subject() {
    return envelope.envelope().subject();
  }

  /// The data as they came; empty if they are no JSON.
  public Optional<byte[]> json() {
    return payload.isJson() ? Optional.of(payload.bytes()) : Optional.empty();
  }

  public EventId id() {
    return id;
  }

  /// The version of its type that the data are of; 0 where it is not known.
  public int version() {
    return payload.version();
  }

  /// Of the data, in bytes.
  public int size() {
    return payload.size();
  }

  /// Whether a filter has asked for the data.
  public boolean parsed() {
    return data != null || unreadable != null;
  }

  CelVariableResolver variables() {
    return variables;
  }

  /// @throws Absent if there is no such field in the data
  Object variable(String name) {
    return switch (name) {
      case Language.EVENT -> envelope;
      case Language.DATA -> data();
      default -> field(name);
    };
  }

  /// Has the data read with the places of all values, which [#variable] then gives, too.
  void trace() {
    if (traced == null && payload.size() > 0) {
      traced = readable(() -> TracingReader.read(payload.bytes()));
      data = traced == null ? null : traced.value();
    }
  }

  /// The data with the places of all values; null if there are none at all.
  ///
  /// @throws Absent if they cannot be read
  TracingReader.@Nullable Read traced() {
    trace();
    if (traced == null && unreadable != null) {
      throw new Absent(unreadable);
    }
    return traced;
  }

  private Object data() {
    if (!parsed()) {
      read();
    }
    if (data == null) {
      throw unreadable == null ? Absent.of("data") : new Absent(unreadable);
    }
    return data;
  }

  private void read() {
    data = readable(() -> DataReader.read(payload.bytes()));
  }

  private <T> @Nullable T readable(Supplier<T> reader) {
    if (!payload.isJson()) {
      String type = payload.contentType();
      unreadable = new Words("`data` is " + type + ", not JSON", "`data` 是 " + type + "，不是 JSON");
      return null;
    }
    try {
      return reader.get();
    } catch (JacksonException e) {
      unreadable = new Words("`data` is not JSON that can be read", "`data` 不是能读取的 JSON");
      return null;
    }
  }

  private Object field(String name) {
    Object value = data() instanceof DataObject object ? object.get(name) : null;
    if (value == null) {
      throw Absent.of(name);
    }
    return value;
  }

  /// Something that an expression names is not there. Thrown through CEL, whose logic may do
  /// without it (`a || true`); carries no stack, for it is no defect.
  static final class Absent extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Words reason;

    Absent(Words reason) {
      super(reason.english(), null, false, false);
      this.reason = reason;
    }

    static Absent of(String name) {
      return new Absent(Path.missing(name));
    }

    Words reason() {
      return reason;
    }
  }
}
