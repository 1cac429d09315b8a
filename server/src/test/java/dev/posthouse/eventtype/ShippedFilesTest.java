package dev.posthouse.eventtype;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.posthouse.rule.TypeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Holds the files of the shipped event types to what a reader of them may rely on.
class ShippedFilesTest {
  private static final Path FOLDER = Path.of("src/main/resources/event-types");
  private static final List<String> MODULES =
      List.of(
          "sales_crm",
          "purchasing",
          "finance",
          "inventory",
          "ecommerce",
          "manufacturing",
          "hr_payroll",
          "platform");

  /// Of samples the formats count too: `date`, `email` and the like.
  private static final SchemaRegistry STRICT =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  static List<JsonNode> types() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> !file.endsWith("index.json"))
          .sorted()
          .map(JsonMapper.shared()::readTree)
          .toList();
    }
  }

  @Test
  void the_index_lists_exactly_the_files() throws IOException {
    JsonNode index = JsonMapper.shared().readTree(FOLDER.resolve("index.json"));

    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(
                      index.valueStream().map(name -> name.asString() + ".json"),
                      Stream.of("index.json"))
                  .toList());
    }
    assertThat(index.valueStream().map(JsonNode::asString)).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_type_says_what_it_is_in_both_languages(JsonNode type) {
    String name = type.get("name").asString();

    assertThat(FOLDER.resolve(name + ".json")).exists();
    assertThat(TypeName.flaw(name)).isEmpty();
    assertThat(MODULES).contains(type.get("module").asString());
    assertThat(type.at("/description/en").asString()).endsWith(".");
    assertThat(type.at("/description/zh-CN").asString()).matches(".*\\p{IsHan}.*。");
  }

  @ParameterizedTest
  @MethodSource("types")
  void versions_are_numbered_from_one(JsonNode type) {
    List<Integer> numbers =
        type.get("versions").valueStream().map(each -> each.get("version").asInt()).toList();

    assertThat(numbers).isNotEmpty();
    for (int i = 0; i < numbers.size(); i++) {
      assertThat(numbers.get(i)).isEqualTo(i + 1);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_sample_satisfies_its_schema(JsonNode type) {
    for (JsonNode version : type.get("versions")) {
      assertThat(flaws(version.get("schema"), version.get("sample"))).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_misspelt_field_is_noticed(JsonNode type) {
    for (JsonNode version : type.get("versions")) {
      for (JsonNode required : version.at("/schema/required")) {
        ObjectNode sample = (ObjectNode) version.get("sample").deepCopy();
        sample.set(required.asString() + "_", sample.remove(required.asString()));

        assertThat(flaws(version.get("schema"), sample)).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void an_update_lists_its_changes(JsonNode type) {
    boolean update = type.get("name").asString().endsWith(".updated");
    boolean ofStock = type.get("name").asString().startsWith("inventory.");

    assertThat(type.at("/versions/0/schema/properties").has("changes"))
        .isEqualTo(update && !ofStock);
  }

  @ParameterizedTest
  @MethodSource("types")
  void every_field_has_a_title_and_money_a_currency(JsonNode type) {
    for (JsonNode version : type.get("versions")) {
      var untitled = new ArrayList<String>();
      walk(version.get("schema"), "", untitled);
      assertThat(untitled).isEmpty();
    }
  }

  private static void walk(JsonNode schema, String at, List<String> untitled) {
    for (var field : schema.path("properties").properties()) {
      String path = at + "/" + field.getKey();
      if (!field.getValue().has("title")) {
        untitled.add(path);
      }
      walk(field.getValue(), path, untitled);
    }
    if (schema.has("items")) {
      walk(schema.get("items"), at + "/0", untitled);
    }
    if (schema.path("properties").has("total") && !schema.path("properties").has("currency")) {
      untitled.add(at + " has a total without a currency");
    }
  }

  private static List<Error> flaws(JsonNode schema, JsonNode data) {
    Schema compiled = STRICT.getSchema(schema);
    return compiled.validate(
        data, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
  }
}
