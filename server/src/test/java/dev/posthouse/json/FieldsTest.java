package dev.posthouse.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
final class FieldsTest {
  @Test
  void reads_each_kind_of_field() {
    var fields =
        fields("{'name':'n','on':false,'count':3,'factor':1.5,'list':['a'],'map':{'x':'1'}}");
    assertThat(fields.text("name")).isEqualTo("n");
    assertThat(fields.bool("on", true)).isFalse();
    assertThat(fields.integer("count", 1, 1, 9)).isEqualTo(3);
    assertThat(fields.optionalNumber("factor")).contains(1.5);
    assertThat(fields.texts("list")).containsExactly("a");
    assertThat(fields.map("map")).containsExactly(Map.entry("x", "1"));
    fields.done();
  }

  @Test
  void takes_null_for_absent() {
    var fields = fields("{'on':null,'time':null}");
    assertThat(fields.bool("on", true)).isTrue();
    assertThat(fields.optional("time", Durations::parse)).isEmpty();
    fields.done();
  }

  @Test
  void tells_all_flaws_at_once_with_their_pointers() {
    var flaws =
        flaws(
            "{'count':'3','retry':{'delay':'soon','dealy':1},'list':['a',7,'b'],'a/b~':true}",
            f -> {
              f.text("name");
              f.integer("count", 1, 1, 9);
              f.object("retry")
                  .ifPresent(r -> r.required("delay", Duration.ZERO, Durations::parse));
              f.texts("list");
            });
    assertThat(flaws)
        .extracting(Flaw::pointer)
        .containsExactly("/name", "/count", "/retry/delay", "/list/1", "/a~1b~0", "/retry/dealy");
  }

  @Test
  void names_the_right_spelling_of_an_unknown_field() {
    assertThat(flaws("{'enalbed':true}", f -> f.bool("enabled", true)))
        .containsExactly(new Flaw("/enalbed", "unknown field; did you mean \"enabled\"?"));
    assertThat(flaws("{'colour':1}", f -> f.bool("enabled", true)))
        .containsExactly(new Flaw("/colour", "unknown field; known are enabled"));
  }

  @Test
  void names_the_wrong_type() {
    assertThat(flaws("{'name':12}", f -> f.text("name")))
        .containsExactly(new Flaw("/name", "must be a text, not 12"));
    assertThat(flaws("{'n':10}", f -> f.integer("n", 1, 1, 9)))
        .containsExactly(new Flaw("/n", "must be a whole number from 1 to 9, not 10"));
    assertThat(flaws("{'c':'blue'}", f -> f.choice("c", 1, Map.of("red", 1))))
        .containsExactly(new Flaw("/c", "\"blue\" is not one of red"));
  }

  @Test
  void counts_pointers_from_where_the_object_stands() {
    var invalid =
        catchThrowableOfType(
            Invalid.class, () -> Fields.at("/results/3", Json.parse("[]".getBytes(UTF_8))));
    assertThat(invalid.flaws())
        .containsExactly(new Flaw("/results/3", "must be an object, not a list"));
  }

  private static List<Flaw> flaws(String json, Consumer<Fields> reading) {
    var fields = fields(json);
    reading.accept(fields);
    return catchThrowableOfType(Invalid.class, fields::done).flaws();
  }

  private static Fields fields(String json) {
    return Fields.of(Json.parse(json.replace('\'', '"').getBytes(UTF_8)));
  }
}
