package dev.posthouse.history;

import static dev.posthouse.testing.Events.ENDPOINT;
import static dev.posthouse.testing.Events.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.State;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SteppedLedger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That a stretch of deliveries is read in the order of an index, whatever the filter: never all of
/// a table, never sorted.
class DeliveryScanTest {
  @TempDir Path folder;
  private SteppedLedger house;

  @BeforeEach
  void open() {
    house = new SteppedLedger(Databases.Kind.SQLITE, folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void all_are_read_by_their_key() {
    assertThat(plan(Optional.empty(), Optional.empty()))
        .anyMatch(step -> step.contains("SEARCH delivery USING PRIMARY KEY"))
        .anyMatch(step -> step.contains("SEARCH waiting USING PRIMARY KEY"))
        .noneMatch(step -> step.startsWith("SCAN delivery") || step.startsWith("SCAN waiting"));
  }

  @Test
  void those_of_an_endpoint_are_read_by_its_index() {
    assertThat(plan(Optional.of(ENDPOINT), Optional.empty()))
        .anyMatch(step -> step.contains("delivery_endpoint"));
    assertThat(plan(Optional.of(ENDPOINT), Optional.of(State.DELIVERED)))
        .anyMatch(step -> step.contains("delivery_endpoint"))
        .noneMatch(step -> step.contains("waiting"));
  }

  @Test
  void those_that_failed_are_read_by_the_index_of_trouble() {
    assertThat(plan(Optional.of(ENDPOINT), Optional.of(State.FAILED)))
        .anyMatch(step -> step.contains("delivery_trouble"))
        .noneMatch(step -> step.contains("waiting"));
  }

  private List<String> plan(Optional<EndpointId> endpoint, Optional<State> state) {
    var filter =
        new DeliveryFilter(
            endpoint, Optional.empty(), Optional.empty(), state, Optional.empty(), Span.ALL);
    return house.ledger.read(db -> new DeliveryScan(db, TENANT, filter, Set.of()).plan());
  }
}
