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
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Makes data of one version of a type from data of another, step by step through the versions
/// between. Pure: the same event always gives the same bytes, whatever delivery it is for.
public final class Conversion {
  private Conversion() {}

  /// @param to another version than that of its data
  public static Rendering convert(EventType type, EventView event, int to) {
    int from = event.version();
    Rendering made = new Rendering.Failed(unknown(type, from));
    EventView view = event;
    for (int version = from; version != to; version += Integer.signum(to - from)) {
      Optional<Template> step = step(type, version, to);
      if (step.isEmpty()) {
        return new Rendering.Failed(missing(type, version, version + Integer.signum(to - from)));
      }
      made = step.get().render(view, new DeliveryId(event.id(), 0));
      if (!(made instanceof Rendering.Rendered rendered)) {
        return made;
      }
      view = event.withData(rendered.json());
    }
    return made;
  }

  /// From a version one nearer to `to`.
  private static Optional<Template> step(EventType type, int version, int to) {
    return to > version
        ? type.version(version + 1).flatMap(Version::upward)
        : type.version(version).flatMap(Version::downward);
  }

  /// The first step of the way that no template makes; empty if all are there.
  public static Optional<Words> gap(EventType type, int from, int to) {
    int way = Integer.signum(to - from);
    for (int version = from; version != to; version += way) {
      if (step(type, version, to).isEmpty()) {
        return Optional.of(missing(type, version, version + way));
      }
    }
    return Optional.empty();
  }

  private static Words unknown(EventType type, int version) {
    return new Words(
        "`%s` has no version %d".formatted(type.name(), version),
        "`%s` 没有版本 %d".formatted(type.name(), version));
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
