package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The OpenAPI document that ships with the server, to hold real answers against.
final class ApiDocument {
  private final JsonNode document;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  ApiDocument() {
    InputStream in = ApiDocument.class.getResourceAsStream("/openapi.yaml");
    document = new YAMLMapper().readTree(in);
  }

  /// Every method and path, such as `GET /v1/events/{id}`.
  List<String> addresses() {
    var addresses = new ArrayList<String>();
    for (var path : document.get("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        addresses.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
      }
    }
    return addresses;
  }

  /// @param address as in [#addresses]
  void check(String address, HttpResponse<String> response) {
    String[] parts = address.split(" ", 2);
    JsonNode operation = document.get("paths").get(parts[1]).get(parts[0].toLowerCase(Locale.ROOT));
    JsonNode answer =
        resolved(operation.get("responses").get(String.valueOf(response.statusCode())));
    String what = address + " → " + response.statusCode() + " " + response.body();
    assertThat(answer).as(what + " is in the document").isNotNull();
    JsonNode content = answer.get("content");
    if (content == null) {
      assertThat(response.body()).as(what).isEmpty();
      return;
    }
    String type = response.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
    assertThat(content.get(type)).as(what + " with " + type).isNotNull();
    if (type.endsWith("json")) {
      JsonNode body = JsonMapper.shared().readTree(response.body());
      assertThat(registry.getSchema(alone(content.get(type).get("schema"))).validate(body))
          .as(what)
          .isEmpty();
    }
  }

  private JsonNode resolved(JsonNode node) {
    if (node == null || !node.has("$ref")) {
      return node;
    }
    String pointer = node.get("$ref").stringValue().substring(1);
    return document.at(pointer);
  }

  /// The schema with the components that it may point to.
  private ObjectNode alone(JsonNode schema) {
    ObjectNode whole = JsonMapper.shared().createObjectNode();
    whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    whole.setAll((ObjectNode) schema);
    whole.set("components", document.get("components"));
    return whole;
  }
}
