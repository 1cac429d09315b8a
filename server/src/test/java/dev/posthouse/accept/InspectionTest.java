package dev.posthouse.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.access.Policy;
import dev.posthouse.access.Policy.Decision;
import dev.posthouse.access.Policy.Transport;
import dev.posthouse.config.Snapshot;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.TenantId;
import dev.posthouse.rule.Events;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InspectionTest {
  private static final TenantId TENANT = new TenantId(1);
  private static final NewEvent FOREIGN = Events.of(TENANT, "shopify.orders.updated", "{\"id\":1}");
  private static final NewEvent ODD = Events.of(TENANT, "customer.created", "{\"customer\":7}");

  private final InvalidCounts counts = new InvalidCounts();

  private Inspection inspection(Decision unknown, Decision invalid) {
    var policy = new Policy(unknown, invalid, Transport.ANY);
    return new Inspection(() -> Snapshot.EMPTY, tenant -> policy, counts);
  }

  @Test
  void a_type_that_nobody_described_is_unknown_when_it_is_published_not_when_it_is_received() {
    Inspection strict = inspection(Decision.REFUSE, Decision.REFUSE);

    assertThat(strict.look(FOREIGN).refused()).isFalse();
    assertThat(strict.look(FOREIGN).flaws()).isEmpty();
    assertThat(counts.byKind()).isEmpty();
    assertThat(strict.inspect(FOREIGN).refused()).isTrue();
    assertThat(counts.byKind()).isEqualTo(Map.of(new InvalidCounts.Kind("", "refuse"), 1L));
  }

  @Test
  void received_data_that_do_not_fit_a_described_type_are_taken_and_counted_as_such() {
    Inspection strict = inspection(Decision.REFUSE, Decision.REFUSE);

    assertThat(strict.look(ODD).refused()).isFalse();
    assertThat(strict.look(ODD).warnings()).isNotEmpty();
    assertThat(counts.byKind())
        .isEqualTo(Map.of(new InvalidCounts.Kind("customer.created", "warn"), 2L));
  }

  @Test
  void nobody_looks_at_received_data_where_the_tenant_wants_none_to() {
    Inspection easy = inspection(Decision.WARN, Decision.ACCEPT);

    assertThat(easy.look(ODD).flaws()).isEmpty();
    assertThat(counts.byKind()).isEmpty();
  }
}
