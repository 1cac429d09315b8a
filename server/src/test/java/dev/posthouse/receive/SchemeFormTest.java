package dev.posthouse.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.event.Invalid;
import dev.posthouse.json.Fields;
import org.junit.jupiter.api.Test;

/// What is said of schemes that would not prove what they seem to.
class SchemeFormTest {
  private static void read(String form) {
    Fields fields = Fields.of(SourceHouse.json(form));
    assertThat(SchemeForm.read(fields)).isPresent();
    fields.done();
  }

  @Test
  void several_ways_to_sign_hold_none_that_believes_everybody() {
    String key = "{\"type\":\"key\",\"name\":\"X-Key\"}";
    read("{\"type\":\"any\",\"schemes\":[" + key + ",{\"type\":\"basic\"}]}");

    for (String type : new String[] {"none", "any", "jwt"}) {
      String form = "{\"type\":\"any\",\"schemes\":[" + key + ",{\"type\":\"" + type + "\"}]}";
      assertThatThrownBy(() -> read(form))
          .as(type)
          .isInstanceOfSatisfying(
              Invalid.class,
              e ->
                  assertThat(e.flaws())
                      .singleElement()
                      .satisfies(flaw -> {
                        assertThat(flaw.pointer()).isEqualTo("/schemes/1/type");
                        assertThat(flaw.message()).contains("none believes everybody");
                      }));
    }
  }
}
