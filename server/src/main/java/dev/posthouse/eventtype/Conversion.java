package dev.posthouse.eventtype;

import dev.posthouse.event.ContentHash;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.Envelope;
import dev.posthouse.event.EventId;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Payload;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import dev.posthouse.rule.EventView;
import dev.posthouse.rule.Rendering;
import dev.posthouse.rule.Template;
import dev.posthouse.rule.Words;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Load;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes data of other versions of a type from the data of one event, step by step through the
/// versions between, each step once. Pure: the same event always gives the same bytes, whatever
/// delivery it is for and whatever else was asked before. For one thread.
public final class Conversion {
  /// Steps from the version of an event to another one.
  public static final int MOST_STEPS = 20;

  /// All that is made on the way up, or on the way down, may take this much, in bytes, or eight
  /// times the event's own data.
  private static final long ROOM = 256 * 1024;

  private static final long MOST_ROOM = 20 << 20;
  private static final int GROWTH = 8;

  private final EventType type;
  private final EventView event;
  private final long room;
  private final Way up = new Way(1);
  private final Way down = new Way(-1);

  /// @param event with data of a known version
  public Conversion(EventType type, EventView event) {
    this.type = type;
    this.event = event;
    this.room = room(event.size());
  }

  /// @param version another one than that of the event's data
  public Rendering to(int version) {
    return way(version).made(Math.abs(version - event.version()));
  }

  /// The event with data of a version that could be made.
  public EventView view(int version) {
    return way(version).views.get(Math.abs(version - event.version()) - 1);
  }

  private Way way(int version) {
    return version > event.version() ? up : down;
  }

  /// What has been made in one direction; ends with the first step that fails.
  private final class Way {
    final int direction;
    final List<Rendering> made = new ArrayList<>();
    final List<EventView> views = new ArrayList<>();
    private long bytes;

    Way(int direction) {
      this.direction = direction;
    }

    Rendering made(int steps) {
      while (made.size() < steps && made.size() == views.size()) {
        made.add(next());
      }
      return made.get(Math.min(steps, made.size()) - 1);
    }

    private Rendering next() {
      int from = event.version() + direction * made.size();
      int to = from + direction;
      Optional<Template> step = step(type, from, to);
      if (made.size() == MOST_STEPS) {
        return new Rendering.Failed(tooFar(event.version(), to));
      } else if (step.isEmpty()) {
        return new Rendering.Failed(missing(type, from, to));
      }
      EventView before = views.isEmpty() ? event : views.getLast();
      Rendering after = step.get().render(before, new DeliveryId(event.id(), 0));
      if (after instanceof Rendering.Rendered rendered) {
        bytes += rendered.json().length;
        if (bytes > room) {
          return new Rendering.Failed(tooMuch(event.version(), to, room));
        }
        views.add(event.withData(rendered.json()));
      }
      return after;
    }
  }

  /// What conversions take at most.
  ///
  /// @param work bytes that are read and written
  /// @param bytes that are made in all
  public record Cost(long work, long bytes) {
    public static final Cost NONE = new Cost(0, 0);

    /// With everything that is made parsed, too.
    public Load load() {
      return new Load(work, bytes * (1 + Budget.PARSED));
    }

    private Cost plus(Cost other) {
      return new Cost(work + other.work, bytes + other.bytes);
    }
  }

  /// Of making every version of a span, or as many as can be made.
  public static Cost cost(EventType type, Payload data, Span span) {
    return cost(type, data, span.highest(), 1).plus(cost(type, data, span.lowest(), -1));
  }

  private static Cost cost(EventType type, Payload data, int to, int direction) {
    int steps = Math.min(MOST_STEPS, (to - data.version()) * direction);
    long room = room(data.size());
    long size = data.size();
    var cost = Cost.NONE;
    for (int i = 0; i < steps; i++) {
      int from = data.version() + direction * i;
      Optional<Template> step = step(type, from, from + direction);
      if (step.isEmpty()) {
        break;
      }
      long weight = step.get().weight(size);
      size = Math.min(weight, room);
      cost = new Cost(cost.work() + weight, Math.min(cost.bytes() + size, room));
    }
    return cost;
  }

  private static long room(long size) {
    return Math.min(Math.max(ROOM, size * GROWTH), MOST_ROOM);
  }

  /// From a version one nearer to `to`.
  private static Optional<Template> step(EventType type, int version, int to) {
    return to > version
        ? type.version(version + 1).flatMap(Version::upward)
        : type.version(version).flatMap(Version::downward);
  }

  /// Why data of one version cannot be made into those of another, whatever they are; empty if
  /// there is a way.
  public static Optional<Words> gap(EventType type, int from, int to) {
    if (Math.abs(to - from) > MOST_STEPS) {
      return Optional.of(tooFar(from, to));
    }
    int direction = Integer.signum(to - from);
    for (int version = from; version != to; version += direction) {
      if (step(type, version, to).isEmpty()) {
        return Optional.of(missing(type, version, version + direction));
      }
    }
    return Optional.empty();
  }

  private static Words tooFar(int from, int to) {
    return new Words(
        "version %d is more than %d steps from version %d".formatted(to, MOST_STEPS, from),
        "版本 %d 距版本 %d 超过 %d 步".formatted(to, from, MOST_STEPS));
  }

  private static Words tooMuch(int from, int to, long room) {
    return new Words(
        "on the way from version %d to version %d more than %,d bytes are made"
            .formatted(from, to, room),
        "从版本 %d 转换到版本 %d 的过程中生成的数据超过 %,d 字节".formatted(from, to, room));
  }

  private static Words missing(EventType type, int from, int to) {
    return new Words(
        "`%s` says no way from version %d to version %d".formatted(type.name(), from, to),
        "`%s` 没有说明如何从版本 %d 转换到版本 %d".formatted(type.name(), from, to));
  }

  /// What a template makes of a sample.
  record Trial(Version from, Version to, Rendering made) {}

  static Trial up(Version from, Version to) {
    return trial(from, to, to.upward());
  }

  static Trial down(Version from, Version to) {
    return trial(from, to, from.downward());
  }

  private static Trial trial(Version from, Version to, Optional<Template> template) {
    Rendering made = template.orElseThrow().render(sample(from), new DeliveryId(new EventId(0), 0));
    return new Trial(from, to, made);
  }

  private static EventView sample(Version version) {
    var envelope = new Envelope("sample", "", Instant.EPOCH, "", "", Map.of());
    var payload = new Payload(Payload.JSON, Json.bytes(version.sample()));
    var hash = ContentHash.of(envelope, Optional.empty(), payload);
    return EventView.of(
        new EventId(0), new NewEvent(new TenantId(0), new Origin("", ""), envelope, payload, hash));
  }
}
