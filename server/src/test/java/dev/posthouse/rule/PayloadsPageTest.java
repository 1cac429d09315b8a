package dev.posthouse.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.posthouse.event.ContentHash;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.Envelope;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Payload;
import dev.posthouse.testing.ExamplePage;
import dev.posthouse.testing.ExamplePage.Block;
import dev.posthouse.testing.ExamplePage.Piece;
import dev.posthouse.testing.ExamplePage.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Executes every example of the pages about filters and payloads.
class PayloadsPageTest {
  private static final DeliveryId DELIVERY = new DeliveryId(Events.ID, 7);
  private static final YAMLMapper YAML = new YAMLMapper();

  @TestFactory
  Stream<DynamicTest> the_page_tells_the_truth() throws IOException {
    return new Reading(Words::english).tests("payloads.md");
  }

  @TestFactory
  Stream<DynamicTest> so_does_its_chinese_twin() throws IOException {
    return new Reading(Words::chinese).tests("payloads.zh-CN.md");
  }

  @ParameterizedTest
  @ValueSource(strings = {"payloads.md", "payloads.zh-CN.md"})
  void a_page_shows_every_function(String page) throws IOException {
    String examples =
        ExamplePage.read(page).stream()
            .flatMap(piece -> piece instanceof Row row ? Stream.of(row.code(0)) : Stream.of())
            .collect(Collectors.joining("\n"));

    assertThat(TemplateFunctions.all())
        .extracting(function -> function.name() + "(")
        .allSatisfy(call -> assertThat(examples).contains(call));
  }

  /// One page from top to bottom: an event and tables hold until others stand there.
  private static final class Reading {
    private final Function<Words, String> language;
    private final List<DynamicTest> tests = new ArrayList<>();
    private NewEvent event = Events.of("{}");
    private Tables tables = Tables.NONE;
    private Block payload = new Block("", "", "");

    Reading(Function<Words, String> language) {
      this.language = language;
    }

    Stream<DynamicTest> tests(String page) throws IOException {
      for (Piece piece : ExamplePage.read(page)) {
        switch (piece) {
          case Block block -> block(block);
          case Row row -> row(row);
        }
      }
      assertThat(tests).hasSizeGreaterThan(50);
      return tests.stream();
    }

    private void block(Block block) {
      switch (block.kind()) {
        case "json event" -> event = event(block.text());
        case "yaml tables" -> tables = tables(block.text());
        case "yaml payload", "json payload", "yaml form" -> payload = block;
        case "json result" -> rendered(payload, block.text());
        case "text result" -> form(payload, block.text());
        default -> assertThat(block.kind()).isIn("sh", "json", "yaml", "text");
      }
    }

    private void row(Row row) {
      switch (row.header()) {
        case "filter | verdict", "筛选器 | 结论" -> verdict(row);
        case "expression | result", "表达式 | 结果" -> result(row);
        case "cannot be sent | reason", "无法发送 | 原因" -> unsendable(row);
        case "refused | message", "拒绝 | 提示" -> refused(row);
        default -> {}
      }
    }

    private void verdict(Row row) {
      NewEvent seen = event;
      test(
          row,
          row.code(0),
          () -> {
            Filter.Result result =
                Filter.compile(List.of(row.code(0))).test(EventView.of(Events.ID, seen));
            String said =
                switch (result) {
                  case Filter.Passed passed -> language.apply(new Words("yes", "是"));
                  case Filter.Rejected no ->
                      language.apply(new Words("no", "否").because(no.reason()));
                };
            assertThat(said).isEqualTo(row.cells().get(1));
          });
    }

    private void result(Row row) {
      NewEvent seen = event;
      Tables known = tables;
      test(
          row,
          row.code(0),
          () -> {
            Rendering rendering = render(text(row.code(0)), known, seen);
            assertThat(minified(json(rendering)))
                .isEqualTo(minified(row.code(1)).replace("\\u00a0", "\u00a0"));
          });
    }

    private void unsendable(Row row) {
      NewEvent seen = event;
      Tables known = tables;
      test(
          row,
          row.code(0),
          () -> {
            Rendering rendering = render(text(row.code(0)), known, seen);
            assertThat(rendering).isInstanceOf(Rendering.Failed.class);
            Words reason = ((Rendering.Failed) rendering).reason();
            assertThat(bare(language.apply(reason))).contains(bare(row.cells().get(1)));
          });
    }

    private void refused(Row row) {
      String code = row.code(0);
      Tables known = tables;
      test(
          row,
          code,
          () -> {
            Invalid refusal =
                catchThrowableOfType(
                    Invalid.class,
                    () -> {
                      if (code.contains("{{")) {
                        Template.compile(text(code), known, "/payload");
                      } else {
                        Filter.compile(List.of(code));
                      }
                    });
            assertThat(refusal).isNotNull();
            assertThat(bare(String.valueOf(refusal.getMessage())))
                .contains(bare(row.cells().get(1)));
          });
    }

    private void rendered(Block template, String expected) {
      NewEvent seen = event;
      Tables known = tables;
      test(
          template,
          "payload",
          () -> {
            Rendering rendering = render(YAML.readTree(template.text()), known, seen);
            assertThat(minified(json(rendering))).isEqualTo(minified(expected));
          });
    }

    private void form(Block template, String expected) {
      NewEvent seen = event;
      Tables known = tables;
      test(
          template,
          "form",
          () -> {
            Rendering rendering = render(YAML.readTree(template.text()), known, seen);
            assertThat(rendering).isInstanceOf(Rendering.Rendered.class);
            assertThat(json(UrlForm.encode((Rendering.Rendered) rendering))).isEqualTo(expected);
          });
    }

    private void test(Piece piece, String what, Executable example) {
      tests.add(DynamicTest.dynamicTest(piece.place() + "  " + what, example));
    }

    private String json(Rendering rendering) {
      return switch (rendering) {
        case Rendering.Rendered done -> new String(done.json(), StandardCharsets.UTF_8);
        case Rendering.Failed failed -> throw new AssertionError(language.apply(failed.reason()));
      };
    }
  }

  private static Rendering render(JsonNode tree, Tables tables, NewEvent event) {
    return Template.compile(tree, tables, "/payload")
        .render(EventView.of(Events.ID, event), DELIVERY);
  }

  private static JsonNode text(String text) {
    return JsonMapper.shared().getNodeFactory().stringNode(text);
  }

  /// `data` is the last field, and its bytes are kept.
  private static NewEvent event(String text) {
    JsonNode json = JsonMapper.shared().readTree(text);
    String data = text.substring(text.indexOf("\"data\":") + 7, text.lastIndexOf('}')).strip();
    var envelope =
        new Envelope(
            json.path("type").asString(),
            json.path("subject").asString(""),
            OffsetDateTime.parse(json.path("time").asString()).toInstant(),
            json.path("organisation").asString(""),
            json.path("actor").asString(""),
            Map.of());
    return new NewEvent(
        Events.TENANT,
        new Origin(json.path("source").asString(""), json.path("id").asString("")),
        envelope,
        new Payload(Payload.JSON, data.getBytes(StandardCharsets.UTF_8)),
        new ContentHash(new byte[32]));
  }

  private static Tables tables(String text) {
    Map<String, Map<String, JsonNode>> tables = new LinkedHashMap<>();
    for (var table : YAML.readTree(text).properties()) {
      Map<String, JsonNode> entries = new LinkedHashMap<>();
      table.getValue().properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
      tables.put(table.getKey(), entries);
    }
    return new Tables(tables);
  }

  /// Without white space between its parts; every digit stays.
  private static String minified(String json) {
    return json.replaceAll("\\s+(?=(?:[^\"\\\\]|\\\\.|\"(?:[^\"\\\\]|\\\\.)*\")*$)", "");
  }

  private static String bare(String words) {
    return words.replace("`", "");
  }
}
