package dev.posthouse.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// `docs/webhooks.schema.json` says what the reader takes. After a change to the keys,
/// `-Dposthouse.schema=write` writes it anew.
class DocumentSchemaTest {
  private static final Path FILE = Path.of("../docs/webhooks.schema.json");
  private static final Path EXAMPLES = Path.of("../examples");
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(DocumentSchema.make());

  private List<String> refusals(String yaml) {
    JsonNode document = new YAMLMapper().readTree(yaml);
    return schema.validate(document).stream().map(String::valueOf).toList();
  }

  @Test
  void the_published_schema_is_that_of_the_readers_keys() throws IOException {
    String made = PRETTY.writeValueAsString(DocumentSchema.make()) + "\n";
    if ("write".equals(System.getProperty("posthouse.schema"))) {
      Files.writeString(FILE, made);
    }

    assertThat(Files.readString(FILE)).isEqualTo(made);
  }

  @Test
  void it_takes_what_the_reader_takes() {
    for (String good : List.of(DocumentTest.ENGLISH, DocumentTest.CHINESE)) {
      assertThat(refusals(good)).isEmpty();
      assertThat(Reading.forms(good, DocumentTest.VALUES)).isNotEmpty();
    }
    assertThat(refusals("[{name: a, url: 'https://a.example', subscriptions: []}]")).isEmpty();
    assertThat(refusals("接入源列表: [{名称: a, 平台: shopify, 密钥: '[A]', 启用: 否}]")).isEmpty();
    assertThat(refusals("{名称: a, 端点 URL: 'https://a.example', 事件: order.*}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "webhooks: [{name: a, ulr: b}]",
        "webhooks: [{name: a, url: 'https://a.example', events: [x], method: GET}]",
        "webhooks: [{name: a, url: 'https://a.example', events: [x], timeout: 30}]",
        "webhooks: [{name: a, url: 'https://a.example', events: {x: 1}}]",
        "webhooks: [{name: a, url: 'https://a.example', events: [x], retry: {maxAttempts: 3}}]",
        "webhooks: [{name: a, url: 'https://a.example', events: [x], auth: {token: b}}]",
        "webhooks: [{name: a, url: 'https://a.example', events: [x], security: {rateLimit: fast}}]",
        "webhooks: [{name: a, url: 'https://a.example', subscriptions: [{name: b}]}]",
        "webhook: [{name: a, url: 'https://a.example'}]",
        "sources: [{name: a}]",
        "sources: [{name: a, provider: shopify, orderGuard: perhaps}]",
        "sources: [{name: a, provider: shopify, silentAfter: soon}]",
        "just a text"
      })
  void it_refuses_what_the_reader_refuses(String bad) {
    assertThat(refusals(bad)).isNotEmpty();
    assertThat(Reading.flaws(bad)).isNotEmpty();
  }

  @Test
  void it_takes_the_documents_of_the_examples() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      for (Path file : files.filter(DocumentSchemaTest::isDocument).toList()) {
        assertThat(refusals(Files.readString(file))).as(file.toString()).isEmpty();
      }
    }
  }

  private static boolean isDocument(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith("webhooks") && (name.endsWith(".yaml") || name.endsWith(".yml"));
  }
}
