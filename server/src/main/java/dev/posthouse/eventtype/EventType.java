package dev.posthouse.eventtype;

import dev.posthouse.event.EventTypeId;
import dev.posthouse.event.TenantId;
import dev.posthouse.rule.SearchFields;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A kind of event, such as `sales_order.created`: what it means and what its data look like. Its
/// versions count from 1 without gaps; a saved one never changes.
///
/// @param tenant whose it is; of a shipped one nobody's
/// @param revision 0 for a shipped one
/// @param searchable fields of the data by which events of it are found
/// @param description for people, by language: `en`, `zh-CN`
public record EventType(
    EventTypeId id,
    TenantId tenant,
    long revision,
    String name,
    String module,
    Map<String, String> description,
    SearchFields searchable,
    List<Version> versions) {

  public EventType {
    description = Map.copyOf(description);
    versions = List.copyOf(versions);
  }

  /// Whether it comes with Posthouse.
  public boolean shipped() {
    return revision == 0;
  }

  public Version newest() {
    return versions.getLast();
  }

  /// Of all versions, as JSON.
  public long bytes() {
    return versions.stream().mapToLong(Version::bytes).sum();
  }

  /// The same with other versions.
  public EventType with(List<Version> others) {
    return new EventType(id, tenant, revision, name, module, description, searchable, others);
  }

  public Optional<Version> version(int number) {
    return number > 0 && number <= versions.size()
        ? Optional.of(versions.get(number - 1))
        : Optional.empty();
  }
}
