package dev.posthouse.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Each target on its seeds and on all that fuzzing has found.
class FuzzTest {
  private static final Map<String, Consumer<byte[]>> TARGETS =
      Map.ofEntries(
          Map.entry("filter", FilterFuzz::fuzzerTestOneInput),
          Map.entry("template", TemplateFuzz::fuzzerTestOneInput),
          Map.entry("schema", SchemaFuzz::fuzzerTestOneInput),
          Map.entry("document", DocumentFuzz::fuzzerTestOneInput),
          Map.entry("event", EventFuzz::fuzzerTestOneInput),
          Map.entry("cloudEvent", CloudEventFuzz::fuzzerTestOneInput),
          Map.entry("signature", SignatureFuzz::fuzzerTestOneInput),
          Map.entry("webhook", WebhookFuzz::fuzzerTestOneInput),
          Map.entry("body", BodyFuzz::fuzzerTestOneInput),
          Map.entry("cursor", CursorFuzz::fuzzerTestOneInput),
          Map.entry("duration", DurationFuzz::fuzzerTestOneInput),
          Map.entry("rate", RateFuzz::fuzzerTestOneInput));

  @TestFactory
  Stream<DynamicTest> holds_on_seeds_and_findings() {
    return TARGETS.entrySet().stream()
        .map(target ->
            DynamicTest.dynamicTest(
                target.getKey(), () -> holds(target.getValue(), Seeds.of(target.getKey()))));
  }

  @Test
  void every_target_has_seeds() {
    assertThat(TARGETS.keySet()).containsExactlyInAnyOrderElementsOf(Seeds.TARGETS);
  }

  private static void holds(Consumer<byte[]> target, Map<String, byte[]> seeds) {
    seeds.forEach((name, seed) ->
        assertThatCode(() -> target.accept(seed)).as(name).doesNotThrowAnyException());
  }
}
