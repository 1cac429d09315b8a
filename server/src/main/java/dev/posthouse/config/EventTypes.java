package dev.posthouse.config;

import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Payload;
import dev.posthouse.event.TenantId;
import dev.posthouse.eventtype.Conversion;
import dev.posthouse.eventtype.EventType;
import dev.posthouse.eventtype.Shipped;
import dev.posthouse.eventtype.Span;
import dev.posthouse.eventtype.Version;
import dev.posthouse.json.Spelling;
import dev.posthouse.rule.SearchFields;
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
    return Optional.ofNullable(of(own, tenant).get(name)).or(() -> shipped(tenant, name));
  }

  /// The fields by which events of a type are found; none of a shipped type, nor of an unknown one.
  public SearchFields searchable(TenantId tenant, String name) {
    EventType type = of(own, tenant).get(name);
    return type == null ? SearchFields.NONE : type.searchable();
  }

  /// A type with every version that anything may still be pinned to, also when it was deleted. A
  /// number means the same version for ever, whatever is in force.
  public Optional<EventType> versions(TenantId tenant, String name) {
    return Optional.ofNullable(of(own, tenant).get(name))
        .or(() -> Optional.ofNullable(of(former, tenant).get(name)).map(this::grown))
        .or(() -> Shipped.find(name));
  }

  /// A shipped type; where the tenant once had its own of that name, only up to the first number
  /// that means another version there. Nothing is left of one that came later than its own.
  private Optional<EventType> shipped(TenantId tenant, String name) {
    EventType mine = of(former, tenant).get(name);
    return mine == null
        ? Shipped.find(name)
        : Shipped.find(name)
            .map(type -> type.with(common(type, mine)))
            .filter(type -> !type.versions().isEmpty());
  }

  private static List<Version> common(EventType shipped, EventType mine) {
    return shipped.versions().stream()
        .takeWhile(one -> mine.version(one.number()).map(one::equals).orElse(true))
        .toList();
  }

  /// With what was shipped after a type had been deleted.
  private EventType grown(EventType mine) {
    return shipped(mine.tenant(), mine.name())
        .filter(type -> type.versions().size() > mine.versions().size())
        .map(type -> mine.with(type.versions()))
        .orElse(mine);
  }

  /// What data are held against: the version that their publisher names, else the newest. Empty
  /// where the type is not known.
  public Optional<Described> described(TenantId tenant, String name, int named) {
    return find(tenant, name)
        .flatMap(type -> saved(tenant, name, named == 0 ? type.newest().number() : named));
  }

  /// The same for data of a known version, of a deleted type too.
  public Optional<Described> saved(TenantId tenant, String name, int version) {
    return versions(tenant, name).map(type -> new Described(type, version, type.version(version)));
  }

  /// An event with its data known to be of the version that its publisher named, else of the
  /// newest; of none where the type is not known.
  public NewEvent resolved(NewEvent event) {
    return event.of(
        described(event.tenant(), event.type(), event.payload().version())
            .map(Described::version)
            .orElse(0));
  }

  /// What is said of a name that no type has.
  public String unknown(TenantId tenant, String name) {
    List<String> names = all(tenant).stream().map(EventType::name).toList();
    return "there is no event type \"" + name + "\"" + Spelling.hint(name, names);
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
            Shipped.all().keySet().stream()
                .filter(name -> !mine.containsKey(name))
                .flatMap(name -> shipped(tenant, name).stream()))
        .sorted(Comparator.comparing(EventType::id).reversed())
        .toList();
  }

  Collection<EventType> own(TenantId tenant) {
    return of(own, tenant).values();
  }

  /// All that a tenant has in memory.
  Collection<EventType> kept(TenantId tenant) {
    return Stream.of(own, former).flatMap(types -> of(types, tenant).values().stream()).toList();
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
