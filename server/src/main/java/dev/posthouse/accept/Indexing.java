package dev.posthouse.accept;

import dev.posthouse.access.Policy;
import dev.posthouse.config.Snapshot;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.TenantId;
import dev.posthouse.rule.SearchFields;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// Finds what an event is to be found by: the values of the fields that its tenant or its type
/// declares searchable. Where neither does, its data are not looked at.
public record Indexing(Supplier<Snapshot> configuration, Function<TenantId, Policy> policies) {
  List<Long> keys(NewEvent event) {
    SearchFields fields = fields(event.tenant(), event.type());
    return fields.none() ? List.of() : fields.keys(event.tenant(), event.payload());
  }

  private SearchFields fields(TenantId tenant, String type) {
    SearchFields ofTenant = policies.apply(tenant).searchable();
    return ofTenant.and(configuration.get().types().searchable(tenant, type));
  }
}
