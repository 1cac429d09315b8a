package dev.posthouse.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.json.Json;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

@NullMarked
final class MergePatchTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a':1,'b':2} | {'a':3} | {'a':3,'b':2}",
        "{'a':1,'b':2} | {'a':null} | {'b':2}",
        "{'a':{'x':1,'y':2}} | {'a':{'x':null,'z':3}} | {'a':{'y':2,'z':3}}",
        "{'a':[1,2]} | {'a':[3]} | {'a':[3]}",
        "{'a':{'x':1}} | {'a':'t'} | {'a':'t'}",
        "{'retry':{'strategy':'fixed','delay':'1s'}} | {'retry':{'maxAttempts':3}}"
            + " | {'retry':{'strategy':'fixed','delay':'1s','maxAttempts':3}}",
        "{'retry':{'strategy':'fixed','delay':'1s'}} | {'retry':{'strategy':'list','delays':[]}}"
            + " | {'retry':{'strategy':'list','delays':[]}}",
      })
  void leaves_what_is_absent_and_removes_what_is_null(String target, String patch, String result) {
    assertThat(MergePatch.apply(object(target), object(patch))).isEqualTo(object(result));
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) Json.parse(json.replace('\'', '"').getBytes(UTF_8));
  }
}
