package dev.posthouse;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What the OpenAPI document says of each operation about who may ask for what.
final class ApiOperations {
  private final JsonNode document;

  ApiOperations() {
    InputStream in = ApiOperations.class.getResourceAsStream("/openapi.yaml");
    document = new YAMLMapper().readTree(in);
  }

  /// @param need the role, or `admin`; empty for what is open to everybody
  /// @param ids the parameters that name something, by what they name (`EventId`)
  /// @param body whether it takes one
  record Operation(
      String name, String method, String path, String need, List<Parameter> ids, boolean body) {
    boolean open() {
      return need.isEmpty();
    }

    boolean admin() {
      return need.equals("admin");
    }

    Optional<Parameter> inPath() {
      return ids.stream().filter(parameter -> parameter.place().equals("path")).findFirst();
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  record Parameter(String name, String place, String names) {}

  List<Operation> all() {
    var all = new ArrayList<Operation>();
    for (var path : document.get("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        all.add(read(path.getKey(), operation.getKey(), operation.getValue()));
      }
    }
    return all;
  }

  private Operation read(String path, String method, JsonNode operation) {
    String name = operation.get("operationId").stringValue();
    return new Operation(
        name,
        method.toUpperCase(Locale.ROOT),
        path,
        need(name, operation.path("security")),
        ids(operation.path("parameters")),
        operation.has("requestBody"));
  }

  private static String need(String name, JsonNode security) {
    if (security.isArray() && security.isEmpty()) {
      return "";
    }
    JsonNode roles = security.path(0).path("key");
    if (roles.size() != 1) {
      throw new AssertionError(
          name + " does not say whom it is for: write security: [{key: [read]}], or security: []");
    }
    return roles.get(0).stringValue();
  }

  private List<Parameter> ids(JsonNode parameters) {
    var ids = new ArrayList<Parameter>();
    for (JsonNode parameter : parameters) {
      JsonNode whole = resolved(parameter);
      String schema = whole.path("schema").path("$ref").asString("");
      String names = schema.substring(schema.lastIndexOf('/') + 1);
      String place = whole.get("in").stringValue();
      if (place.equals("path")) {
        String reference = parameter.path("$ref").asString("");
        String called = reference.substring(reference.lastIndexOf('/') + 1);
        ids.add(
            new Parameter(
                whole.get("name").stringValue(), place, names.isEmpty() ? called : names));
      } else if (names.endsWith("Id")) {
        ids.add(new Parameter(whole.get("name").stringValue(), place, names));
      }
    }
    return ids;
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").stringValue().substring(1)) : node;
  }
}
