package dev.posthouse.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlFormTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "{} ~ ^^",
        "{\"a\": \"x\"} ~ a=x",
        "{\"b\": 120.50, \"a\": true} ~ b=120.50&a=true",
        "{\"a\": null, \"b\": \"\"} ~ b=",
        "{\"a b&=\": \"李 & 雷\\n\"} ~ a+b%26%3D=%E6%9D%8E+%26+%E9%9B%B7%0A",
      })
  void a_flat_object_becomes_a_form(String json, String form) {
    assertThat(new String(((Rendering.Rendered) encode(json)).json(), UTF_8)).isEqualTo(form);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "[1] ~ a form is made of an object, and this is none",
        "7 ~ a form is made of an object, and this is none",
        "{\"a\": [1]} ~ `a` is a list, and a form holds only single values",
        "{\"a\": {}} ~ `a` is an object, and a form holds only single values",
      })
  void what_is_not_flat_is_no_form(String json, String reason) {
    assertThat(((Rendering.Failed) encode(json)).reason().english()).isEqualTo(reason);
  }

  @Test
  void a_form_is_as_large_as_a_template_may_be_and_no_larger() {
    String fits = "x".repeat(Scribe.LIMIT - "a=".length());

    assertThat(encode("{\"a\":\"" + fits + "\"}")).isInstanceOf(Rendering.Rendered.class);
    assertThat(encode("{\"a\":\"" + fits + "x\"}")).isInstanceOf(Rendering.Failed.class);
  }

  @Test
  void names_and_numbers_are_as_long_as_they_like() {
    String name = "x".repeat(100_000);

    assertThat(encode("{\"" + name + "\":1}")).isInstanceOf(Rendering.Rendered.class);
    assertThat(((Rendering.Failed) encode("{\"" + name + "\":[1]}")).reason().english())
        .hasSizeLessThan(200)
        .endsWith("…` is a list, and a form holds only single values");
  }

  private static Rendering encode(String json) {
    return UrlForm.encode(new Rendering.Rendered(json.getBytes(UTF_8), List.of()));
  }
}
