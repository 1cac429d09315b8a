package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
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
    JsonNode schema = content.get(type).get("schema");
    if (type.equals("application/x-ndjson")) {
      response.body().lines().forEach(line -> check(schema, line, what));
    } else if (type.endsWith("json")) {
      check(schema, response.body(), what);
    }
  }

  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(password|passphrase|secret|token|privatekey|clientkey|assertion)");

  /// Stands in [#secretForms] where a secret is to stand.
  static final String SECRET = "(secret)";

  /// Where secrets stand in what a schema describes, such as `/auth/token`: marked `x-secret`.
  List<String> secrets(String schema) {
    var pointers = new ArrayList<String>();
    collect(schema(schema), "", pointers);
    return pointers;
  }

  private JsonNode schema(String name) {
    return document.at("/components/schemas/" + name);
  }

  /// Texts that sound like secrets, but are not marked so.
  List<String> unmarkedSecrets(String schema) {
    var pointers = new ArrayList<String>();
    collect(
        schema(schema),
        "",
        pointers,
        (name, part) ->
            SECRET_NAME.matcher(name).matches()
                && part.path("type").asString("").equals("string")
                && !part.has("x-secret"));
    return pointers;
  }

  private void collect(JsonNode schema, String at, List<String> pointers) {
    collect(schema, at, pointers, (name, part) -> part.has("x-secret"));
  }

  private void collect(
      JsonNode schema, String at, List<String> pointers, BiPredicate<String, JsonNode> wanted) {
    JsonNode whole = resolved(schema);
    if (wanted.test(at.substring(at.lastIndexOf('/') + 1), whole) && !pointers.contains(at)) {
      pointers.add(at);
    }
    whole.path("oneOf").forEach(each -> collect(each, at, pointers, wanted));
    whole
        .path("properties")
        .properties()
        .forEach(each -> collect(each.getValue(), at + "/" + each.getKey(), pointers, wanted));
  }

  /// Forms of a schema, each with one part that holds secrets in one of its variants, complete but
  /// for what holds none.
  List<ObjectNode> secretForms(String schema) {
    var forms = new ArrayList<ObjectNode>();
    for (var property : schema(schema).get("properties").properties()) {
      if (holdsSecrets(property.getValue())) {
        for (JsonNode variant : variants(property.getValue())) {
          ObjectNode form = JsonMapper.shared().createObjectNode();
          forms.add(form.set(property.getKey(), variant));
        }
      }
    }
    return forms;
  }

  private boolean holdsSecrets(JsonNode schema) {
    var pointers = new ArrayList<String>();
    collect(schema, "", pointers);
    return !pointers.isEmpty();
  }

  private List<JsonNode> variants(JsonNode schema) {
    JsonNode whole = resolved(schema);
    if (whole.has("oneOf")) {
      return whole
          .get("oneOf")
          .valueStream()
          .filter(this::holdsSecrets)
          .flatMap(each -> variants(each).stream())
          .toList();
    }
    return whole.has("properties") ? objects(whole) : List.of(sample(whole));
  }

  private List<JsonNode> objects(JsonNode schema) {
    ObjectNode least = JsonMapper.shared().createObjectNode();
    if (schema.path("examples").path(0) instanceof ObjectNode example) {
      least = example.deepCopy();
    }
    JsonNode properties = schema.get("properties");
    for (JsonNode name : schema.path("required")) {
      if (!least.has(name.stringValue())) {
        least.set(name.stringValue(), sample(properties.get(name.stringValue())));
      }
    }
    var nested = new ArrayList<JsonNode>();
    for (var property : properties.properties()) {
      if (resolved(property.getValue()).has("x-secret")) {
        least.put(property.getKey(), SECRET);
      }
    }
    for (var property : properties.properties()) {
      JsonNode part = resolved(property.getValue());
      if (!part.has("x-secret") && holdsSecrets(part)) {
        for (JsonNode variant : variants(part)) {
          nested.add(least.deepCopy().set(property.getKey(), variant));
        }
      }
    }
    return nested.isEmpty() ? List.of(least) : nested;
  }

  private JsonNode sample(JsonNode schema) {
    JsonNode whole = resolved(schema);
    if (whole.has("x-secret")) {
      return JsonMapper.shared().valueToTree(SECRET);
    }
    for (String place : List.of("/const", "/examples/0", "/enum/0", "/default")) {
      if (!whole.at(place).isMissingNode()) {
        return whole.at(place);
      }
    }
    return holdsSecrets(whole) ? variants(whole).getFirst() : JsonMapper.shared().valueToTree("x");
  }

  private void check(JsonNode schema, String json, String what) {
    assertThat(registry.getSchema(alone(schema)).validate(JsonMapper.shared().readTree(json)))
        .as(what)
        .isEmpty();
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
