package dev.posthouse.config;

import dev.posthouse.event.Decision;
import dev.posthouse.event.Event;
import dev.posthouse.event.Payload;
import dev.posthouse.event.TenantId;
import dev.posthouse.eventtype.Conversion;
import dev.posthouse.rule.EventView;
import dev.posthouse.rule.Filter;
import dev.posthouse.rule.Rendering;
import dev.posthouse.rule.Words;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One event as subscriptions see it: with the data of the version that each of them pins.
/// Converted when it is first asked for, and once. For one thread.
public final class Sight {
  private static final String FIELD = "versions";

  private final EventTypes types;
  private final TenantId tenant;
  private final String type;
  private final EventView event;
  private final Map<Integer, Optional<Json>> snapshots = new HashMap<>(2);
  private @Nullable Conversion conversion;

  /// @param types those of now: what an event or a subscription may name is kept in them
  public Sight(EventTypes types, TenantId tenant, String type, EventView event) {
    this.types = types;
    this.tenant = tenant;
    this.type = type;
    this.event = event;
  }

  /// A stored event.
  public static Sight of(EventTypes types, Event event) {
    return new Sight(types, event.tenant(), event.type(), EventView.of(event));
  }

  /// The name of the event's type.
  public String type() {
    return type;
  }

  /// What the event names as its subject; empty if nothing.
  public String subject() {
    return event.subject();
  }

  /// What the filter of a subscription says. Data that cannot be converted are its no.
  public Filter.Result test(Subscription subscription) {
    int pinned = pinned(subscription);
    if (pinned == event.version() || subscription.filter().texts().isEmpty()) {
      return subscription.filter().test(event);
    }
    return switch (convert(pinned)) {
      case Rendering.Rendered made ->
          subscription.filter().test(conversion().orElseThrow().view(pinned));
      case Rendering.Failed failed -> Filter.failed(FIELD, failed.reason());
    };
  }

  /// What a subscription that watches for changes asks about the event, whose filter said yes.
  public Watch.Asked ask(Subscription subscription, Watch watch, @Nullable Instant asOf) {
    var source = new Watch.Source(event.origin(), event.subject(), asOf);
    return watch.ask(subscription, source, snapshot(pinned(subscription)));
  }

  /// What the provider of the event says of changes, to a subscription that takes its word. By the
  /// data as they came: other versions of them need not say it.
  public Decision told(Subscription subscription, Watch watch) {
    return watch.told(subscription.id(), type, snapshot(event.version()));
  }

  /// The data of a version, read once; null if they are no JSON.
  private @Nullable Json snapshot(int version) {
    return snapshots.computeIfAbsent(version, this::read).orElse(null);
  }

  private Optional<Json> read(int version) {
    EventView view = event;
    if (version != event.version()) {
      if (!(convert(version) instanceof Rendering.Rendered)) {
        return Optional.empty();
      }
      view = conversion().orElseThrow().view(version);
    }
    try {
      return view.json().isPresent() ? Optional.of(Json.read(view.json().get())) : Optional.empty();
    } catch (Malformed e) {
      return Optional.empty();
    }
  }

  /// The data that a subscription sees, if they are others than those that came.
  Optional<Rendering> converted(Subscription subscription) {
    int pinned = pinned(subscription);
    return pinned == event.version() ? Optional.empty() : Optional.of(convert(pinned));
  }

  /// The version of an event whose type was not known when it came is not known either: its data
  /// are seen as they came.
  private int pinned(Subscription subscription) {
    int version = event.version();
    return version == 0 ? version : subscription.versions().getOrDefault(type, version);
  }

  private Rendering convert(int version) {
    return conversion()
        .map(all -> all.to(version))
        .orElseGet(() ->
            new Rendering.Failed(
                new Words("`" + type + "` is no event type", "没有事件类型 `" + type + "`")));
  }

  private Optional<Conversion> conversion() {
    if (conversion == null) {
      conversion =
          types.versions(tenant, type).map(found -> new Conversion(found, event)).orElse(null);
    }
    return Optional.ofNullable(conversion);
  }

  /// What a stored event is for a subscription.
  public sealed interface Seen {
    record Clear(Event event) implements Seen {}

    /// Its data cannot be converted, now or later.
    record Unclear(Words reason) implements Seen {}
  }

  public static Seen of(EventTypes types, Event event, Subscription subscription) {
    if (subscription.versions().isEmpty()) {
      return new Seen.Clear(event);
    }
    Optional<Rendering> converted = of(types, event).converted(subscription);
    if (converted.isEmpty()) {
      return new Seen.Clear(event);
    }
    return switch (converted.get()) {
      case Rendering.Failed failed -> new Seen.Unclear(failed.reason());
      case Rendering.Rendered made -> {
        int version = subscription.versions().getOrDefault(event.type(), 0);
        yield new Seen.Clear(event.with(new Payload(Payload.JSON, made.json(), version)));
      }
    };
  }
}
