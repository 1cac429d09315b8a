package dev.posthouse.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.json.Json;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// Properties that hold for any data, tried on trees from seeds.
class TemplateRandomTest {
  private static final String[] NUMBERS = {
    "0", "-0", "1.0", "120.50", "1e3", "1E+400", "-1.5e-7", "12345678901234567890123", "0.10000"
  };

  private static final String[] TEXTS = {
    "\"\"",
    "\"a\\u00e9\\/\"",
    "\"槟城😀\"",
    "\"\\ud83d\\ude00\"",
    "\"\\u0000\\ud800\"",
    "\"a\\\\b\\\"\""
  };

  private static final String[] SPACES = {"", "", "", " ", "\n", "\t ", "\r\n"};

  @Test
  void a_template_that_is_the_data_reproduces_every_byte() {
    Template whole = TemplateTest.compile("\"{{ data }}\"");
    for (int seed = 0; seed < 2_000; seed++) {
      String data = value(new Random(seed), 4);

      assertThat(render(whole, data)).as("seed %d", seed).isEqualTo(data);
    }
  }

  @Test
  void every_field_is_copied_with_every_byte_whatever_stands_around_it() {
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      int count = random.nextInt(40);
      String[] values = new String[count];
      StringBuilder data = new StringBuilder("{");
      ObjectNode template = Json.object();
      for (int i = 0; i < count; i++) {
        values[i] = value(random, 2);
        data.append(i == 0 ? "" : ",").append(space(random)).append("\"f").append(i).append("\"");
        data.append(space(random)).append(":").append(space(random)).append(values[i]);
        data.append(space(random));
        template.put("f" + i, "{{ f" + i + " }}");
      }
      StringBuilder expected = new StringBuilder("{");
      for (int i = 0; i < count; i++) {
        expected.append(i == 0 ? "" : ",").append("\"f").append(i).append("\":").append(values[i]);
      }

      assertThat(render(TemplateTest.compile(Json.text(template)), data + "}"))
          .as("seed %d", seed)
          .isEqualTo(expected + "}");
    }
  }

  @Test
  void what_is_rendered_twice_is_the_same_and_is_json() {
    Template template =
        TemplateTest.compile(
            """
            {"all": "{{ data }}", "text": "<{{ data }}>", "list": "{{ [data, [data]] }}", "map": "{{ {'a': data} }}", "json": "{{ toJson(data) }}", "id": "{{ uuid('x') }}"}
            """);
    for (int seed = 0; seed < 500; seed++) {
      String data = value(new Random(seed), 3);
      Rendering first = template.render(Events.view(data), TemplateTest.DELIVERY);
      Rendering second = template.render(Events.view(data), TemplateTest.DELIVERY);

      if (first instanceof Rendering.Rendered one && second instanceof Rendering.Rendered two) {
        assertThat(one.json()).as("seed %d", seed).isEqualTo(two.json());
        assertThat(Json.parse(one.json()).isObject()).isTrue();
      } else {
        // A number that no double holds becomes infinite once something is computed with it.
        assertThat(data).contains("1E+400");
        assertThat(first).isEqualTo(second);
      }
    }
  }

  private static String render(Template template, String data) {
    Rendering rendering = template.render(Events.view(data), TemplateTest.DELIVERY);
    assertThat(rendering).isInstanceOf(Rendering.Rendered.class);
    return new String(((Rendering.Rendered) rendering).json(), UTF_8);
  }

  private static String value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 8)) {
      case 0 -> NUMBERS[random.nextInt(NUMBERS.length)];
      case 1 -> TEXTS[random.nextInt(TEXTS.length)];
      case 2 -> random.nextBoolean() ? "true" : "false";
      case 3 -> "null";
      case 4, 5 -> list(random, depth);
      default -> object(random, depth);
    };
  }

  private static String list(Random random, int depth) {
    StringBuilder text = new StringBuilder("[").append(space(random));
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ",").append(space(random)).append(value(random, depth - 1));
      text.append(space(random));
    }
    return text.append("]").toString();
  }

  private static String object(Random random, int depth) {
    StringBuilder text = new StringBuilder("{").append(space(random));
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ",").append(space(random)).append("\"k").append(i).append("\"");
      text.append(space(random)).append(":").append(space(random)).append(value(random, depth - 1));
      text.append(space(random));
    }
    return text.append("}").toString();
  }

  private static String space(Random random) {
    return SPACES[random.nextInt(SPACES.length)];
  }
}
