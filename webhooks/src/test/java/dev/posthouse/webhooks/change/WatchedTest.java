package dev.posthouse.webhooks.change;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchedTest {
  private static final Watched LINES = Watched.fields("a", "lines[].sku", "lines[].n");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":1}               | {"a":1.0}             | same
          {"a":1}               | {"a":10e-1}           | same
          {"a":0}               | {"a":-0.0}            | same
          {"a":0.1}             | {"a":0.10}            | same
          {"a":1}               | {"a":"1"}             | differ
          {"a":9007199254740993}| {"a":9007199254740992}| differ
          {"a":1e400}           | {"a":1e401}           | differ
          {"a":null}            | {}                    | same
          {"a":{}}              | {}                    | differ
          {"a":[]}              | {}                    | differ
          {"a":""}              | {}                    | differ
          {"a":false}           | {}                    | differ
          {"a":{"x":1,"y":2}}   | {"a":{"y":2,"x":1}}   | same
          {"a":{"x":1,"y":null}}| {"a":{"x":1}}         | same
          {"a":[1,null]}        | {"a":[1]}             | differ
          {"a":[1,2]}           | {"a":[2,1]}           | differ
          {"a":"\\u00e9"}       | {"a":"é"}             | same
          {"b":1}               | {"b":2}               | same
          {"lines":[{"sku":null,"n":1}]} | {"lines":[{"n":1}]}    | same
          {"lines":[{"sku":"A","n":1,"x":0}]} | {"lines":[{"sku":"A","n":1.0,"x":9}]} | same
          {"lines":[{"sku":"A","n":1}]} | {"lines":[{"sku":"A","n":2}]} | differ
          {"lines":[{"sku":"A","n":1}]} | {"lines":{"sku":"A","n":1}}   | differ
          {"lines":[{"sku":"A"}]}       | {"lines":[{"sku":"A"},{}]}    | differ
          """)
  void values_are_compared_by_what_they_are(String before, String after, String wanted)
      throws Malformed {
    Json old = json(before);
    Json now = json(after);
    boolean differ = wanted.equals("differ");

    assertThat(LINES.differ(old, now)).isEqualTo(differ);
    assertThat(LINES.changes(old, now).isEmpty()).isEqualTo(!differ);
    assertThat(java.util.Arrays.equals(LINES.hash(old, new byte[0]), LINES.hash(now, new byte[0])))
        .isEqualTo(!differ);
    assertThat(LINES.differ(old, json(LINES.values(old)))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          list | [1,2]     | [2,1]       | differ
          set  | [1,2]     | [2,1]       | same
          set  | [1,2]     | [2,1.0,1]   | same
          set  | [1,2]     | [1,3]       | differ
          bag  | [1,2]     | [2,1]       | same
          bag  | [1,1,2]   | [1,2]       | differ
          keyed| [{"id":1,"n":1},{"id":2,"n":2}] | [{"id":2,"n":2},{"id":1.0,"n":1}] | same
          keyed| [{"id":1,"n":1},{"id":2,"n":2}] | [{"id":1,"n":2},{"id":2,"n":1}] | differ
          keyed| [{"id":1,"n":1},{"id":1,"n":2}] | [{"id":1,"n":2},{"id":1,"n":1}] | same
          keyed| [{"n":1},{"id":null,"n":2}]     | [{"n":2},{"n":1}]               | same
          keyed| [{"id":1,"n":1}]                | [{"id":2,"n":1}]                | differ
          """)
  void arrays_are_compared_as_it_is_said(String mode, String before, String after, String wanted)
      throws Malformed {
    Watched watched = Watched.fields(List.of("a.items"), Map.of("a.items", items(mode)), false);
    Json old = json("{\"a\":{\"items\":" + before + "}}");
    Json now = json("{\"a\":{\"items\":" + after + "}}");

    assertThat(watched.differ(old, now)).isEqualTo(wanted.equals("differ"));
    assertThat(watched.changes(old, now).isEmpty()).isEqualTo(wanted.equals("same"));
  }

  private static Items items(String mode) {
    return switch (mode) {
      case "set" -> Items.SET;
      case "bag" -> Items.BAG;
      case "keyed" -> Items.by("id");
      default -> Items.LIST;
    };
  }

  @Test
  void quantities_that_change_places_between_loose_items_are_a_change() throws Malformed {
    Watched watched = Watched.fields(List.of("l[].sku", "l[].n"), Map.of("l", Items.BAG), false);
    Json before = json("{\"l\":[{\"sku\":\"A\",\"n\":1},{\"sku\":\"B\",\"n\":2}]}");
    Json after = json("{\"l\":[{\"sku\":\"A\",\"n\":2},{\"sku\":\"B\",\"n\":1}]}");

    assertThat(watched.differ(before, after)).isTrue();
    assertThat(watched.changes(before, after)).hasSize(4).allMatch(c -> c.path().equals("l[]"));
  }

  @Test
  void changes_are_told_by_path_with_every_digit_as_it_was_written() throws Malformed {
    Json before = json("{\"a\":1.50,\"lines\":[{\"sku\":\"A\",\"n\":1},{\"sku\":\"B\",\"n\":2}]}");
    Json after = json("{\"a\":1.60,\"lines\":[{\"sku\":\"A\",\"n\":3,\"z\":1}],\"b\":0}");

    assertThat(Change.json(LINES.changes(before, after)))
        .isEqualTo(
            "[{\"path\":\"a\",\"before\":1.50,\"after\":1.60},"
                + "{\"path\":\"lines[0].n\",\"before\":1,\"after\":3},"
                + "{\"path\":\"lines[1]\",\"before\":{\"n\":2,\"sku\":\"B\"}}]");
  }

  @Test
  void keyed_items_are_named_by_their_keys_also_when_only_the_watched_part_is_left()
      throws Malformed {
    Watched watched = Watched.fields(List.of("l[].n"), Map.of("l", Items.by("id")), false);
    Json before = json("{\"l\":[{\"id\":7,\"n\":1,\"x\":0},{\"id\":8,\"n\":1}]}");
    Json after = json("{\"l\":[{\"id\":9,\"n\":1},{\"id\":7,\"n\":2}]}");

    assertThat(watched.values(before)).isEqualTo("{\"l\":[{\"id\":7,\"n\":1},{\"id\":8,\"n\":1}]}");
    assertThat(watched.changes(json(watched.values(before)), after))
        .extracting(Change::path)
        .containsExactly("l[id=7].n", "l[id=8]", "l[id=9]");
  }

  @Test
  void whole_fields_hold_arrays_that_are_compared_as_it_is_said() throws Malformed {
    Watched watched = Watched.fields(List.of("a"), Map.of("a.tags", Items.SET), false);

    assertThat(
            watched.differ(
                json("{\"a\":{\"tags\":[1,2],\"x\":1}}"), json("{\"a\":{\"x\":1,\"tags\":[2,1]}}")))
        .isFalse();
    assertThat(
            watched.differ(
                json("{\"a\":{\"tags\":[1,2],\"x\":[1,2]}}"),
                json("{\"a\":{\"tags\":[1,2],\"x\":[2,1]}}")))
        .isTrue();
  }

  @Test
  void of_very_many_differences_only_the_fields_are_told() throws Malformed {
    var before = new StringBuilder("{\"lines\":[");
    for (int i = 0; i < 200; i++) {
      before.append(i == 0 ? "" : ",").append("{\"sku\":").append(i).append('}');
    }
    assertThat(LINES.changes(json(before + "]}"), json("{\"lines\":[]}")))
        .extracting(Change::path)
        .containsExactly("lines");
  }

  @Test
  void null_may_differ_from_missing() throws Malformed {
    Watched watched = Watched.fields(List.of("a"), Map.of(), true);

    assertThat(watched.differ(json("{\"a\":null}"), json("{}"))).isTrue();
  }

  @Test
  void what_is_no_path_is_refused_with_an_example() {
    for (String bad : List.of("", "a..b", "a[0]", "a b", ".a", "a.", "[]")) {
      assertThatThrownBy(() -> Watched.fields(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("line_items[].sku");
    }
    assertThatThrownBy(() -> Watched.fields(List.of("a"), Map.of("b", Items.SET), false))
        .hasMessageContaining("\"b\" is no watched field");
  }

  private static Json json(String text) throws Malformed {
    return Json.read(text.getBytes(UTF_8));
  }
}
