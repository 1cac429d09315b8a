package dev.posthouse.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.testing.Databases;
import java.util.List;

/// What is searched for is named by its index or as the key of its rows; `SCAN` of a table would be
/// all of it.
final class SqlitePlansTest extends PlansContract {
  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }

  @Override
  boolean analyzed() {
    return true;
  }

  @Override
  void holds(String filter, List<String> plan, List<String> indices) {
    assertThat(plan)
        .as(filter)
        .noneMatch(step -> step.matches("SCAN (event|delivery|waiting|attempt|search_key)\\b.*"));
    for (String index : indices) {
      assertThat(plan)
          .as(filter)
          .anyMatch(step ->
              step.startsWith("SEARCH")
                  && (step.contains("INDEX " + index + " (")
                      || step.matches(
                          "SEARCH (%s|%.1s) USING (INTEGER )?PRIMARY KEY.*"
                              .formatted(index, index))));
    }
    assertThat(plan)
        .as(filter)
        .filteredOn(step -> step.contains("INDEX event_tenant "))
        .allMatch(step -> step.contains("(tenant=? AND id>? AND id<?)"));
    assertThat(plan)
        .as(filter)
        .filteredOn(step -> step.contains("INDEX delivery_trouble "))
        .allMatch(step -> step.contains("COVERING"));
  }
}
