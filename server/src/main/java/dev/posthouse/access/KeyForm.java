package dev.posthouse.access;

import dev.posthouse.event.Invalid;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A key as JSON.
public final class KeyForm {
  private static final int LONGEST_NAME = 200;

  private KeyForm() {}

  /// What somebody may say of a key.
  public record Said(String name, Terms terms) {}

  /// @throws Invalid with every flaw
  public static Said read(JsonNode json) {
    Fields fields = Fields.of(json);
    fields.ignore("id", "created", "lastUsed");
    var said = new Said(fields.required("name", "", KeyForm::name), TermsForm.read(fields));
    fields.done();
    return said;
  }

  private static String name(String text) {
    if (text.isBlank() || text.length() > LONGEST_NAME || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "is a name of 1 to " + LONGEST_NAME + " characters, such as \"erp\"");
    }
    return text;
  }

  public static ObjectNode write(ApiKey key) {
    ObjectNode json = Json.object();
    json.put("id", key.id().toString());
    json.put("name", key.name());
    TermsForm.write(json, key.terms());
    json.put("created", key.created().toString());
    return json;
  }
}
