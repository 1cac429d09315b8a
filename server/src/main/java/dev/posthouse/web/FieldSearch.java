package dev.posthouse.web;

import dev.posthouse.access.Tenants;
import dev.posthouse.config.Catalogue;
import dev.posthouse.event.SearchKey;
import dev.posthouse.event.TenantId;
import dev.posthouse.eventtype.EventType;
import dev.posthouse.json.Spelling;
import dev.posthouse.rule.SearchFields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// `?field.order.id=1001`: events by what their data hold. Only fields that were declared
/// searchable are looked for: without an index every event would have to be read.
record FieldSearch(Catalogue catalogue, Tenants tenants) {
  private static final String PREFIX = "field.";

  /// Each costs every event that the first one finds another look.
  private static final int MOST = 5;

  /// What the events must be found by. What is wrong becomes a flaw of the query.
  ///
  /// @param type that the events are of
  List<Long> keys(Query query, TenantId tenant, Optional<String> type) {
    Map<String, String> wanted = query.beginning(PREFIX);
    if (wanted.isEmpty()) {
      return List.of();
    } else if (wanted.size() > MOST) {
      query.flaw(PREFIX, "is given " + wanted.size() + " times; at most " + MOST + " fields");
      return List.of();
    }
    Set<String> declared = declared(tenant, type);
    for (String field : wanted.keySet()) {
      if (!declared.contains(field)) {
        query.flaw(PREFIX + field, undeclared(field, type, declared));
      }
    }
    return wanted.entrySet().stream()
        .map(field -> SearchKey.of(tenant, field.getKey(), field.getValue()))
        .toList();
  }

  private Set<String> declared(TenantId tenant, Optional<String> type) {
    var names = new TreeSet<>(tenants.policy(tenant).searchable().names());
    catalogue.current().eventTypes(tenant).stream()
        .filter(one -> type.map(one.name()::equals).orElse(true))
        .map(EventType::searchable)
        .map(SearchFields::names)
        .forEach(names::addAll);
    return names;
  }

  private static String undeclared(String field, Optional<String> type, Set<String> declared) {
    return "\"%s\" is not searchable%s. Declare it: \"searchable\": [\"%s\"] on the event type%s or on the tenant (PATCH /v1/tenants/{id}); it finds the events that are stored from then on"
        .formatted(
            field,
            Spelling.hint(field, declared),
            field,
            type.map(name -> " (PUT /v1/event-types/" + name + ")").orElse(""));
  }
}
