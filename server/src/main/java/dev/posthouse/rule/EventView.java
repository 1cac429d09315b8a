package dev.posthouse.rule;

import dev.cel.runtime.CelVariableResolver;
import dev.posthouse.event.Envelope;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Payload;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// One event as all its filters see it. The data are parsed when the first filter asks for them,
/// and once. For one thread.
public final class EventView {
  private final Payload payload;
  private final EnvelopeFields envelope;
  private final CelVariableResolver variables = name -> Optional.of(variable(name));
  private @Nullable Object data;
  private @Nullable Words unreadable;

  private EventView(EventId id, Origin origin, Envelope envelope, Payload payload) {
    this.payload = payload;
    this.envelope = new EnvelopeFields(id, origin, envelope);
  }

  public static EventView of(EventId id, NewEvent event) {
    return new EventView(id, event.origin(), event.envelope(), event.payload());
  }

  public static EventView of(Event event) {
    return new EventView(event.id(), event.origin(), event.envelope(), event.payload());
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
    if (!payload.isJson()) {
      String type = payload.contentType();
      unreadable = new Words("`data` is " + type + ", not JSON", "`data` 是 " + type + ",不是 JSON");
      return;
    }
    try {
      data = DataReader.read(payload.bytes());
    } catch (JacksonException e) {
      unreadable = new Words("`data` is not JSON that can be read", "`data` 不是能读取的 JSON");
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
