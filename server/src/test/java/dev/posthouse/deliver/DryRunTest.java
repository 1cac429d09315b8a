package dev.posthouse.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.Drafts.Draft;
import dev.posthouse.config.EventTypes;
import dev.posthouse.config.Subscription;
import dev.posthouse.event.Event;
import dev.posthouse.json.Json;
import dev.posthouse.rule.Tables;
import dev.posthouse.rule.Template;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Heavy;
import dev.posthouse.work.Load;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DryRunTest {
  @Test
  void much_work_on_a_small_event_is_said_before_with_what_is_made() {
    Event event = Samples.event(1, Samples.json("{\"a\":\"" + "x".repeat(500) + "\"}"));
    String tree =
        IntStream.range(0, 200).mapToObj(i -> "\"{{ a + '" + i + "' }}\"").collect(joining(","));
    Template template = Template.compile(Json.parse(bytes("[" + tree + "]")), Tables.NONE, "");
    var body = new Subscription.Made(template, Subscription.Form.JSON);

    Load heavy = load(event, body);
    Load light = load(event, Subscription.Body.STANDARD);

    assertThat(heavy.work()).isGreaterThan(Heavy.LARGE);
    assertThat(heavy.counted(new Budget(64 << 20))).isGreaterThan(200 * 500);
    assertThat(light.counted(new Budget(64 << 20))).isZero();
  }

  private static Load load(Event event, Subscription.Body body) {
    var draft = new Draft(Samples.subscription(body), Samples.endpoint(1), EventTypes.SHIPPED);
    return new DryRun().load(event, draft);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
