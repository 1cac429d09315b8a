package dev.posthouse.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.config.Subscription.Body;
import dev.posthouse.config.Subscription.Form;
import dev.posthouse.config.Subscription.Made;
import dev.posthouse.event.Event;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.Payload;
import dev.posthouse.json.Json;
import dev.posthouse.rule.Tables;
import dev.posthouse.rule.Template;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Heavy;
import dev.posthouse.work.Load;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RendererTest {
  @Test
  void the_standard_envelope_holds_the_very_bytes_of_the_data() {
    Payload odd = Samples.json("{ \"total\" : 120.50,\n\t\"名\":\"\\u00e9\" }");
    Rendered rendered = Renderer.render(Samples.event(1, odd), Body.STANDARD, Samples.DELIVERY);
    assertThat(text(rendered))
        .isEqualTo(
            "{\"type\":\"order.created\",\"timestamp\":\"2026-03-01T12:00:00Z\",\"data\":"
                + new String(odd.bytes(), UTF_8)
                + "}");
    assertThat(rendered.contentType()).isEqualTo("application/json");
    assertThat(rendered.parts().get(1)).isSameAs(odd.bytes());
  }

  @Test
  void no_data_is_null() {
    assertThat(
            text(
                Renderer.render(
                    Samples.event(1, Samples.json("")), Body.STANDARD, Samples.DELIVERY)))
        .endsWith("\"data\":null}");
  }

  @Test
  void other_data_stands_in_the_envelope_as_base64_beside_its_content_type() {
    var bytes = new byte[] {0, 1, (byte) 0xff, '"'};
    var payload = new Payload("application/x-\"odd\"", bytes);
    var tree =
        JsonMapper.shared()
            .readTree(
                text(Renderer.render(Samples.event(1, payload), Body.STANDARD, Samples.DELIVERY)));
    assertThat(tree.get("content_type").asString()).isEqualTo("application/x-\"odd\"");
    assertThat(Base64.getDecoder().decode(tree.get("data_base64").asString())).isEqualTo(bytes);
  }

  @Test
  void raw_is_the_bytes_with_their_content_type() {
    var payload = new Payload("text/csv", "a,b\n".getBytes(UTF_8));
    Rendered rendered = Renderer.render(Samples.event(1, payload), Body.RAW, Samples.DELIVERY);
    assertThat(rendered.contentType()).isEqualTo("text/csv");
    assertThat(rendered.parts()).singleElement().isSameAs(payload.bytes());
  }

  @Test
  void a_template_makes_the_body_and_tells_what_was_missing() {
    Rendered rendered =
        Renderer.render(
            Samples.event(1, Samples.json("{\"order\":{\"total\":120.50}}")),
            made("{\"total\":\"{{ order.total }}\",\"note\":\"{{ order.note }}\"}", Form.JSON),
            Samples.DELIVERY);

    assertThat(text(rendered)).isEqualTo("{\"total\":120.50,\"note\":null}");
    assertThat(rendered.contentType()).isEqualTo("application/json");
    assertThat(rendered.missing()).containsExactly("order.note");
  }

  @Test
  void a_template_may_make_a_form() {
    Rendered rendered =
        Renderer.render(
            Samples.event(1, Samples.json("{\"name\":\"李 & 雷\"}")),
            made("{\"name\":\"{{ name }}\",\"none\":\"{{ gone }}\",\"n\":1.50}", Form.URL_ENCODED),
            Samples.DELIVERY);

    assertThat(text(rendered)).isEqualTo("name=%E6%9D%8E+%26+%E9%9B%B7&n=1.50");
    assertThat(rendered.contentType()).isEqualTo("application/x-www-form-urlencoded");
  }

  @Test
  void a_template_that_comes_to_nothing_says_why() {
    Event event = Samples.event(1, Samples.json("{\"a\":[1]}"));

    assertThatThrownBy(
            () -> Renderer.render(event, made("\"{{ b + 1 }}\"", Form.JSON), Samples.DELIVERY))
        .isInstanceOfSatisfying(
            Unsendable.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Outcome.Reason.TEMPLATE);
              assertThat(e.detail()).isEqualTo("`b + 1` could not be evaluated: `b` is missing");
            });
    assertThatThrownBy(() ->
            Renderer.render(event, made("{\"a\":\"{{ a }}\"}", Form.URL_ENCODED), Samples.DELIVERY))
        .hasMessage("`a` is a list, and a form holds only single values");
  }

  @Test
  void many_insertions_of_a_large_value_weigh_as_much() {
    assertThat(Renderer.load(100_000, Body.RAW)).isEqualTo(new Load(100_000, 0));
    Load twice = Renderer.load(100_000, made("[\"{{ data }}\",\"{{ data }}\"]", Form.JSON));
    assertThat(twice.work()).isGreaterThan(Heavy.LARGE);
    assertThat(twice.counted(new Budget(64 << 20))).isEqualTo(100_000 * Budget.PARSED);
  }

  private static Body made(String template, Form form) {
    return new Made(
        Template.compile(Json.parse(template.getBytes(UTF_8)), Tables.NONE, "/payload"), form);
  }

  private static String text(Rendered rendered) {
    var text = new StringBuilder();
    rendered.parts().forEach(part -> text.append(new String(part, UTF_8)));
    return text.toString();
  }
}
