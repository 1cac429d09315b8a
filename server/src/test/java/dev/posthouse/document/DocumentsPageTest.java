package dev.posthouse.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.json.Json;
import dev.posthouse.testing.ExamplePage;
import dev.posthouse.testing.ExamplePage.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Reads every document of the pages about them, those that are refused too.
class DocumentsPageTest {
  private static final Map<String, String> VALUES =
      Map.of(
          "WAREHOUSE_KEY", "k-1",
          "CRM_TOKEN", "t-1",
          "SHOPIFY_APP_SECRET", "s-1",
          "SHOPIFY_STORE_SECRET", "s-2",
          "HUBSPOT_SECRET", "s-3");

  private final List<DynamicTest> tests = new ArrayList<>();
  private JsonNode last = Json.nothing();
  private String refused = "";

  @TestFactory
  Stream<DynamicTest> the_page_tells_the_truth() throws IOException {
    return read("documents.md");
  }

  @TestFactory
  Stream<DynamicTest> so_does_its_chinese_twin() throws IOException {
    return read("documents.zh-CN.md");
  }

  @ParameterizedTest
  @ValueSource(strings = {"documents.md", "documents.zh-CN.md"})
  void a_page_explains_every_key_of_a_webhook_and_a_source(String page) throws IOException {
    List<String> rows =
        ExamplePage.read(page).stream()
            .filter(ExamplePage.Row.class::isInstance)
            .map(piece -> String.join(" ", ((ExamplePage.Row) piece).cells()))
            .toList();

    assertThat(
            Stream.of(Section.WEBHOOK, Section.SOURCE).flatMap(section -> section.keys().stream()))
        .allSatisfy(key ->
            assertThat(rows)
                .anyMatch(row ->
                    row.contains("`" + key.word().english() + "`")
                        && row.contains("`" + key.word().in(Language.CHINESE) + "`")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../README.md", "../README.zh-CN.md"})
  void the_documents_of_a_readme_can_be_applied(String page) throws IOException {
    List<Block> documents =
        ExamplePage.read(page).stream()
            .filter(piece -> piece instanceof Block block && block.kind().equals("yaml document"))
            .map(Block.class::cast)
            .toList();

    assertThat(documents)
        .hasSize(2)
        .allSatisfy(document ->
            assertThat(Reading.flaws(document.text().getBytes(UTF_8), VALUES)).isEmpty());
  }

  private Stream<DynamicTest> read(String page) throws IOException {
    for (var piece : ExamplePage.read(page)) {
      if (piece instanceof Block block) {
        block(block);
      }
    }
    assertThat(tests).hasSizeGreaterThan(5);
    return tests.stream();
  }

  private void block(Block block) {
    switch (block.kind()) {
      case "yaml document" -> {
        last = Reading.forms(block.text(), VALUES);
        JsonNode forms = last;
        test(block, () -> assertThat(forms).isNotEmpty());
      }
      case "yaml same document", "text same document" -> {
        JsonNode expected = last;
        test(block, () -> assertThat(Reading.forms(block.text(), VALUES)).isEqualTo(expected));
      }
      case "yaml refused", "text refused" -> refused = block.text();
      case "text message" -> {
        byte[] document = refused.getBytes(UTF_8);
        test(
            block,
            () ->
                assertThat(Reading.flaws(document, VALUES))
                    .containsExactlyElementsOf(block.text().lines().toList()));
      }
      default -> assertThat(block.kind()).isEqualTo("sh");
    }
  }

  private void test(Block block, Executable example) {
    tests.add(DynamicTest.dynamicTest(block.place() + "  " + block.kind(), example));
  }
}
