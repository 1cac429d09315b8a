package dev.posthouse.eventtype;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.ContentHash;
import dev.posthouse.event.Envelope;
import dev.posthouse.event.EventId;
import dev.posthouse.event.EventTypeId;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Payload;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import dev.posthouse.rule.EventView;
import dev.posthouse.rule.Rendering;
import dev.posthouse.work.Heavy;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;

@NullMarked
final class ConversionTest {
  private static final int KILOBYTE = 1_000;

  @Test
  void data_are_converted_over_twenty_steps_and_no_more() {
    EventType type = type(30, "[\"{{ data }}\"]");

    assertThat(made(new Conversion(type, event(1, "0")).to(21)))
        .isEqualTo("[".repeat(20) + "0" + "]".repeat(20));
    assertThat(failed(new Conversion(type, event(1, "0")).to(22)))
        .isEqualTo("version 22 is more than 20 steps from version 1");
    assertThat(Conversion.gap(type, 1, 21)).isEmpty();
    assertThat(Conversion.gap(type, 1, 30)).isPresent();
  }

  @Test
  void the_same_is_made_whatever_was_asked_before() {
    EventType type = type(9, "[\"{{ data }}\"]");
    var asked = new Conversion(type, event(5, "0"));
    asked.to(8);
    asked.to(3);

    assertThat(made(asked.to(6))).isEqualTo("[0]");
    assertThat(made(asked.to(4))).isEqualTo("{\"down\":0}");
    assertThat(made(asked.to(3))).isEqualTo("{\"down\":{\"down\":0}}");
    assertThat(asked.view(8).size()).isEqualTo("[[[0]]]".length());
  }

  @Test
  void what_grows_and_grows_is_given_up_for_all_further_versions() {
    var conversion = new Conversion(type(20, copies(10)), event(1, text(KILOBYTE)));

    assertThat(made(conversion.to(3))).hasSizeLessThan(110 * KILOBYTE);
    assertThat(failed(conversion.to(4)))
        .isEqualTo("on the way from version 1 to version 4 more than 262,144 bytes are made");
    assertThat(failed(conversion.to(20))).contains("to version 4");
  }

  @Test
  void a_conversion_says_before_how_much_it_takes() {
    var data = new Payload(Payload.JSON, text(KILOBYTE).getBytes(UTF_8), 1);

    Conversion.Cost large = Conversion.cost(type(100, copies(9_000)), data, Span.of(100));
    Conversion.Cost small = Conversion.cost(type(3, "[\"{{ data }}\"]"), data, Span.of(3));

    assertThat(large.work()).isGreaterThan(9_000 * KILOBYTE);
    assertThat(large.load().memory()).isBetween(256L * KILOBYTE, 3_000L * KILOBYTE);
    assertThat(small.work()).isLessThan(Heavy.LARGE);
    assertThat(small.bytes()).isGreaterThan(2 * KILOBYTE);
  }

  private static String copies(int count) {
    ArrayNode list = Json.array();
    IntStream.range(0, count).forEach(i -> list.add("{{ data }}"));
    return list.toString();
  }

  private static String text(int length) {
    return "\"" + "x".repeat(length) + "\"";
  }

  private static EventType type(int versions, String up) {
    String list =
        IntStream.rangeClosed(1, versions)
            .mapToObj(i ->
                version(i, i == 1 ? "" : ",\"up\":" + up + ",\"down\":{\"down\":\"{{ data }}\"}"))
            .collect(Collectors.joining(","));
    String form = "{\"name\":\"lab.result\",\"module\":\"lab\",\"versions\":[" + list + "]}";
    return EventTypeForm.stored(
        Json.parse(form.getBytes(UTF_8)),
        new EventTypeForm.Identity(new EventTypeId(1), new TenantId(2), 3));
  }

  private static String version(int number, String more) {
    return "{\"version\":" + number + ",\"schema\":{},\"sample\":0" + more + "}";
  }

  private static EventView event(int version, String data) {
    var envelope = new Envelope("lab.result", "", Instant.EPOCH, "", "", Map.of());
    var payload = new Payload(Payload.JSON, data.getBytes(UTF_8), version);
    var hash = ContentHash.of(envelope, Optional.empty(), payload);
    return EventView.of(
        new EventId(1), new NewEvent(new TenantId(2), new Origin("", ""), envelope, payload, hash));
  }

  private static String made(Rendering rendering) {
    assertThat(rendering).isInstanceOf(Rendering.Rendered.class);
    return new String(((Rendering.Rendered) rendering).json(), UTF_8);
  }

  private static String failed(Rendering rendering) {
    assertThat(rendering).isInstanceOf(Rendering.Failed.class);
    return ((Rendering.Failed) rendering).reason().english();
  }
}
