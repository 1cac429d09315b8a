package dev.posthouse.config;

import dev.posthouse.access.Actor;
import dev.posthouse.access.Caller;
import dev.posthouse.event.EventTypeId;
import dev.posthouse.event.Ids;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.TenantId;
import dev.posthouse.eventtype.EventType;
import dev.posthouse.eventtype.EventTypeForm;
import dev.posthouse.eventtype.EventTypeForm.Identity;
import dev.posthouse.eventtype.Version;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Creates, changes and deletes event types. Each change is durable and in force when a method
/// returns; what is wrong with a document is thrown as [Invalid]. Saved versions stay whatever
/// happens: a type of the same name as a shipped or a deleted one goes on after its last version.
public final class EventTypeChanges {
  private static final String EXAMPLE =
      "{\"name\": \"lab.result\", \"module\": \"lab\", \"versions\": […]}";

  /// All are kept in memory, deleted ones too, and compiled as they are used.
  static final int MOST_TYPES = 2_000;

  /// Of all types of a tenant, as JSON.
  static final long MOST_BYTES = 32 << 20;

  private final Journal journal;
  private final Ids ids;

  public EventTypeChanges(Journal journal, Ids ids) {
    this.journal = journal;
    this.ids = ids;
  }

  public Changed<EventType> create(Caller caller, JsonNode json) throws InterruptedException {
    String name = MergePatch.object(json, EXAMPLE).path("name").asString("");
    return journal.inTurn(now -> {
      EventTypes types = now.types();
      if (types.own(caller.tenant()).stream().anyMatch(type -> type.name().equals(name))) {
        return new Changed.Conflict<>(
            "name_taken", "There is an event type \"" + name + "\" of yours; change that.");
      }
      EventType type = read(caller.tenant(), now, name, json);
      return save(caller.actor(), now, type, Action.CREATED);
    });
  }

  /// PUT: what the document does not say takes its default, but saved versions stay. A shipped type
  /// becomes one of the tenant's own.
  public Changed<EventType> replace(Caller caller, String name, Match match, JsonNode json)
      throws InterruptedException {
    String named = MergePatch.object(json, EXAMPLE).path("name").asString(name);
    return journal.inTurn(now -> {
      Optional<EventType> found = now.eventType(caller.tenant(), name);
      if (found.isEmpty()) {
        return new Changed.Missing<>();
      }
      EventType before = found.get();
      if (!match.admits(before.revision())) {
        return new Changed.Stale<>(before.revision());
      } else if (!named.equals(name)) {
        throw new Invalid("/name", "must be \"" + name + "\", as in the address");
      }
      EventType after =
          read(
              caller.tenant(),
              now,
              name,
              MergePatch.object(json, EXAMPLE).deepCopy().put("name", name));
      boolean same = form(after, before.revision()).equals(EventTypeForm.write(before));
      return same
          ? new Changed.Saved<>(before, Optional.empty(), List.of())
          : save(caller.actor(), now, after, before.shipped() ? Action.CREATED : Action.UPDATED);
    });
  }

  private static ObjectNode form(EventType type, long revision) {
    ObjectNode form = EventTypeForm.write(type);
    return form.put("revision", revision).put("shipped", revision == 0);
  }

  /// Only one of the tenant's own; a shipped one that it shadowed is in force again.
  public Changed<EventType> delete(Caller caller, String name, Match match)
      throws InterruptedException {
    return journal.inTurn(now -> {
      Optional<EventType> found = now.eventType(caller.tenant(), name);
      if (found.isEmpty()) {
        return new Changed.Missing<>();
      } else if (!match.admits(found.get().revision())) {
        return new Changed.Stale<>(found.get().revision());
      } else if (found.get().shipped()) {
        return new Changed.Conflict<>(
            "event_type_shipped", "\"" + name + "\" comes with Posthouse and cannot be deleted.");
      }
      Optional<Subscription> pinning = pinning(now, caller.tenant(), name).stream().findFirst();
      if (pinning.isPresent()) {
        return new Changed.Conflict<>(
            "event_type_in_use",
            "Subscription %s (%s) pins a version of it; change that first."
                .formatted(pinning.get().id(), pinning.get().name()));
      }
      journal.commit(caller.actor(), List.of(new Write.DropEventType(found.get())));
      return new Changed.Saved<>(found.get(), Optional.empty(), List.of());
    });
  }

  private EventType read(TenantId tenant, Snapshot now, String name, JsonNode json) {
    Optional<EventType> known = now.types().versions(tenant, name);
    List<Version> saved = known.map(EventType::versions).orElse(List.of());
    EventTypeId id =
        known
            .filter(type -> !type.shipped())
            .map(EventType::id)
            .orElseGet(() -> new EventTypeId(ids.next()));
    return EventTypeForm.read(json, new Identity(id, tenant, now.next()), saved);
  }

  private Changed<EventType> save(Actor by, Snapshot now, EventType type, Action action)
      throws InterruptedException {
    refuseTooMuch(now.types(), type);
    var write = new Write.PutEventType(type, action);
    journal.commit(by, List.of(write));
    List<String> warnings =
        pinning(now, type.tenant(), type.name()).stream()
            .flatMap(subscription -> Pinned.gap(subscription, type).stream())
            .toList();
    return new Changed.Saved<>(type, Optional.empty(), warnings);
  }

  /// @throws Invalid if a tenant cannot have this type beside its others
  static void refuseTooMuch(EventTypes types, EventType type) {
    List<EventType> others =
        types.kept(type.tenant()).stream().filter(o -> !o.name().equals(type.name())).toList();
    if (others.size() >= MOST_TYPES) {
      throw new Invalid(
          "",
          "a tenant has at most %,d event types, those that were deleted included"
              .formatted(MOST_TYPES));
    }
    long bytes = type.bytes() + others.stream().mapToLong(EventType::bytes).sum();
    if (bytes > MOST_BYTES) {
      throw new Invalid(
          "/versions",
          "the event types of a tenant have at most %,d bytes, those that were deleted included; with this they would have %,d"
              .formatted(MOST_BYTES, bytes));
    }
  }

  private static List<Subscription> pinning(Snapshot now, TenantId tenant, String name) {
    return now.subscriptions(tenant).stream()
        .filter(subscription -> subscription.versions().containsKey(name))
        .toList();
  }
}
