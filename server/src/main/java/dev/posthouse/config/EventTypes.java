package dev.posthouse.config;

import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Payload;
import dev.posthouse.event.TenantId;
import dev.posthouse.eventtype.Conversion;
import dev.posthouse.eventtype.EventType;
import dev.posthouse.eventtype.Shipped;
import dev.posthouse.eventtype.Span;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The event types of all tenants as of one moment, immutable.
///
/// @param own a tenant's own types by name; they shadow the shipped ones
/// @param former what a tenant's own types were when they were deleted: deliveries may still be
///   pinned to their versions
public record EventTypes(
    Map<TenantId, Map<String, EventType>> own, Map<TenantId, Map<String, EventType>> former) {
  public static final EventTypes SHIPPED = new EventTypes(Map.of(), Map.of());

  public EventTypes {
    own = Map.copyOf(own);
    former = Map.copyOf(former);
  }

  static EventTypes of(List<EventTypeRows.Stored> rows) {
    EventTypes types = SHIPPED;
    for (EventTypeRows.Stored row : rows) {
      types = row.deleted() ? types.without(row.type()) : types.with(row.type());
    }
    return types;
  }

  /// A tenant's own type, else the shipped one.
  public Optional<EventType> find(TenantId tenant, String name) {
    return Optional.ofNullable(of(own, tenant).get(name)).or(() -> Shipped.find(name));
  }

  /// A type with every version that anything may still be pinned to, also when it was deleted.
  public Optional<EventType> versions(TenantId tenant, String name) {
    return Optional.ofNullable(of(own, tenant).get(name))
        .or(() -> Optional.ofNullable(of(former, tenant).get(name)))
        .or(() -> Shipped.find(name));
  }

  /// An event with its data known to be of the version that its publisher named, else of the
  /// newest; of none where the type is not known.
  public NewEvent resolved(NewEvent event) {
    int named = event.payload().version();
    return find(event.tenant(), event.type())
        .map(type -> named == 0 ? event.of(type.newest().number()) : event)
        .orElseGet(() -> event.of(0));
  }

  /// What it takes at most to see data as they are in the versions of a span.
  public Conversion.Cost conversion(TenantId tenant, String name, Payload data, Span span) {
    return data.version() == 0
        ? Conversion.Cost.NONE
        : versions(tenant, name)
            .map(type -> Conversion.cost(type, data, span))
            .orElse(Conversion.Cost.NONE);
  }

  /// Own ones first, newest first; then those that are shipped.
  public List<EventType> all(TenantId tenant) {
    Map<String, EventType> mine = of(own, tenant);
    return Stream.concat(
            mine.values().stream(),
            Shipped.all().values().stream().filter(type -> !mine.containsKey(type.name())))
        .sorted(Comparator.comparing(EventType::id).reversed())
        .toList();
  }

  Collection<EventType> own(TenantId tenant) {
    return of(own, tenant).values();
  }

  EventTypes with(EventType type) {
    return new EventTypes(put(own, type), removed(former, type));
  }

  EventTypes without(EventType type) {
    return new EventTypes(removed(own, type), put(former, type));
  }

  private static Map<String, EventType> of(
      Map<TenantId, Map<String, EventType>> types, TenantId tenant) {
    return types.getOrDefault(tenant, Map.of());
  }

  private static Map<TenantId, Map<String, EventType>> put(
      Map<TenantId, Map<String, EventType>> types, EventType type) {
    var names = new HashMap<>(of(types, type.tenant()));
    names.put(type.name(), type);
    var all = new HashMap<>(types);
    all.put(type.tenant(), Map.copyOf(names));
    return all;
  }

  private static Map<TenantId, Map<String, EventType>> removed(
      Map<TenantId, Map<String, EventType>> types, EventType type) {
    var names = new HashMap<>(of(types, type.tenant()));
    names.remove(type.name());
    var all = new HashMap<>(types);
    all.put(type.tenant(), Map.copyOf(names));
    return all;
  }
}
