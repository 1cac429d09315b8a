package dev.posthouse.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.event.EventTypeId;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.Payload;
import dev.posthouse.event.TenantId;
import dev.posthouse.eventtype.EventType;
import dev.posthouse.eventtype.EventTypeForm;
import dev.posthouse.eventtype.Shipped;
import dev.posthouse.json.Json;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

@NullMarked
final class EventTypesTest {
  private static final TenantId TENANT = new TenantId(7);
  private static final String NAME = "sales_order.created";
  private static final EventType SHIPPED = Shipped.find(NAME).orElseThrow();
  private static final int BEYOND = SHIPPED.versions().size() + 1;

  @Test
  void a_number_of_a_deleted_type_means_its_version_still_when_the_shipped_one_is_in_force() {
    EventTypes types = EventTypes.SHIPPED.without(grown());

    assertThat(types.find(TENANT, NAME).orElseThrow().shipped()).isTrue();
    assertThat(types.described(TENANT, NAME, 0).orElseThrow().version()).isEqualTo(BEYOND - 1);
    Described named = types.described(TENANT, NAME, BEYOND).orElseThrow();
    assertThat(named.found()).contains(grown().newest());
    assertThat(types.saved(TENANT, NAME, BEYOND)).contains(named);
    assertThat(named.flaws(new Payload("text/csv", new byte[0], BEYOND)))
        .singleElement()
        .satisfies(flaw -> assertThat(flaw.message()).contains("described as JSON"));
  }

  @Test
  void of_a_shipped_type_nothing_is_in_force_whose_numbers_a_deleted_type_had_first() {
    EventType other = type(NAME, "{'version':1,'schema':{'type':'integer'},'sample':1}");
    EventTypes types = EventTypes.SHIPPED.with(other).without(other);

    assertThat(types.find(TENANT, NAME)).isEmpty();
    assertThat(types.all(TENANT)).extracting(EventType::name).doesNotContain(NAME);
    assertThat(types.versions(TENANT, NAME)).contains(other);
    assertThat(types.find(new TenantId(8), NAME)).contains(SHIPPED);
  }

  @Test
  void what_was_shipped_since_goes_on_after_a_deleted_type() {
    EventTypes types = EventTypes.SHIPPED.without(grown().with(SHIPPED.versions()));

    assertThat(types.versions(TENANT, NAME).orElseThrow().versions()).isEqualTo(SHIPPED.versions());
    assertThat(types.find(TENANT, NAME).orElseThrow().versions()).isEqualTo(SHIPPED.versions());
  }

  @Test
  void deleted_types_count_for_what_a_tenant_may_have() {
    EventType one = type("lab.one", "{'version':1,'schema':{},'sample':0}");
    EventTypes types = EventTypes.SHIPPED;
    for (int i : IntStream.range(0, EventTypeChanges.MOST_TYPES).toArray()) {
      types = types.without(type("lab.result_" + i, "{'version':1,'schema':{},'sample':0}"));
    }
    EventTypes full = types;

    assertThatThrownBy(() -> EventTypeChanges.refuseTooMuch(full, one))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("at most 2,000 event types");
    EventTypeChanges.refuseTooMuch(
        full, type("lab.result_7", "{'version':1,'schema':{},'sample':0}"));
  }

  @Test
  void all_types_of_a_tenant_together_are_bounded() {
    String sample = "{'version':1,'schema':{},'sample':'" + "x".repeat(20 << 20) + "'}";
    EventTypes types = EventTypes.SHIPPED.without(type("lab.one", sample));

    assertThatThrownBy(() -> EventTypeChanges.refuseTooMuch(types, type("lab.two", sample)))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("at most 33,554,432 bytes");
  }

  /// The shipped type with a version more.
  private static EventType grown() {
    ObjectNode form = EventTypeForm.write(SHIPPED);
    form.withArray("versions")
        .addObject()
        .put("version", BEYOND)
        .put("sample", 1)
        .putObject("schema")
        .put("type", "integer");
    return stored(form);
  }

  private static EventType type(String name, String version) {
    String form = "{'name':'%s','module':'lab','versions':[%s]}".formatted(name, version);
    return stored((ObjectNode) Json.parse(form.replace('\'', '"').getBytes(UTF_8)));
  }

  private static EventType stored(ObjectNode form) {
    return EventTypeForm.stored(form, new EventTypeForm.Identity(new EventTypeId(1), TENANT, 3));
  }
}
