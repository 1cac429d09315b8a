package dev.posthouse.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.testing.Databases;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The partition of the day that has rows is what counts: of an empty one a database may read all.
class PostgresPlansTest extends PlansContract {
  private static final Pattern READ = Pattern.compile("actual rows=([\\d.]+) loops=(\\d+)");
  private static final Pattern IN_VAIN = Pattern.compile("Rows Removed by .*: (\\d+)");

  private static final Map<String, String> NAMES =
      Map.of(
          "event", "event_%s_",
          "attempt", "attempt_%s_pkey",
          "event_tenant", "event_%s_tenant_id_idx",
          "search_key", "search_key_%s_pkey",
          "delivery_tenant", "delivery_%s_tenant_event_idx",
          "delivery_endpoint", "delivery_%s_endpoint_event_idx",
          "delivery_trouble", "delivery_%s_state_tenant_event_id_",
          "delivery", "delivery_%s_pkey",
          "waiting", "waiting_pkey");

  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }

  @Override
  boolean analyzed() {
    return true;
  }

  @Override
  void holds(String filter, List<String> plan, List<String> indices) {
    String text = String.join("\n", plan);
    for (String index : indices) {
      assertThat(text).as(filter).contains(NAMES.getOrDefault(index, index).formatted("20260301"));
    }
    assertThat(plan)
        .as(text)
        .noneMatch(step -> step.matches(".*Seq Scan on (waiting|\\w+_20260301)\\b.*"));
    assertThat(plan).as(text).allMatch(step -> rows(step) <= 2 * Plan.STRETCH);
  }

  /// How many a step has read, or has read in vain.
  private static double rows(String step) {
    Matcher read = READ.matcher(step);
    if (read.find()) {
      return Double.parseDouble(read.group(1)) * Integer.parseInt(read.group(2));
    }
    Matcher vain = IN_VAIN.matcher(step);
    return vain.find() ? Double.parseDouble(vain.group(1)) : 0;
  }
}
