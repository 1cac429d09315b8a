package dev.posthouse.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.Subscription.Body;
import dev.posthouse.event.Payload;
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

  private static String text(Rendered rendered) {
    var text = new StringBuilder();
    rendered.parts().forEach(part -> text.append(new String(part, UTF_8)));
    return text.toString();
  }
}
