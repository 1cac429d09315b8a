package dev.posthouse.eventtype;

import dev.posthouse.event.EventTypeId;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import dev.posthouse.json.Spelling;
import dev.posthouse.rule.SearchFields;
import dev.posthouse.rule.TypeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of [EventType], of files as of requests.
public final class EventTypeForm {
  /// Subscriptions pin versions, so all are kept in memory.
  public static final int MOST_VERSIONS = 100;

  /// Of all versions of a type, as JSON.
  static final long MOST_BYTES = 2 << 20;

  /// Those of the types that are shipped; a tenant's own types may have others.
  static final List<String> MODULES =
      List.of(
          "sales_crm",
          "purchasing",
          "finance",
          "inventory",
          "ecommerce",
          "manufacturing",
          "hr_payroll",
          "platform");

  private static final List<String> LANGUAGES = List.of("en", "zh-CN");
  private static final Pattern MODULE = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  /// Enough for two sentences in any language.
  private static final int LONGEST_DESCRIPTION = 1_000;

  private EventTypeForm() {}

  /// What the JSON form does not say.
  public record Identity(EventTypeId id, TenantId tenant, long revision) {}

  /// A form as somebody wrote it: which versions there are already is for the caller to see.
  ///
  /// @param given by their place in the list
  record Draft(
      String name,
      String module,
      Map<String, String> description,
      SearchFields searchable,
      List<Version> given) {}

  /// @throws Invalid with every flaw
  static Draft read(JsonNode json) {
    Fields fields = Fields.of(json);
    fields.ignore("id", "revision", "shipped", "warnings");
    var draft =
        new Draft(
            fields.required("name", "", EventTypeForm::name),
            fields.required("module", "", EventTypeForm::module),
            description(fields),
            SearchFields.read(fields),
            versions(fields));
    fields.done();
    return draft;
  }

  /// What somebody wants a type to be. Versions that are saved already may be left out or repeated.
  ///
  /// @throws Invalid with every flaw
  public static EventType read(JsonNode json, Identity identity, List<Version> saved) {
    Draft draft = read(json);
    EventType type = type(identity, draft, Growth.of(saved, draft.given()));
    if (type.bytes() > MOST_BYTES) {
      throw new Invalid(
          "/versions",
          "all versions together have at most %,d bytes, these have %,d"
              .formatted(MOST_BYTES, type.bytes()));
    }
    return type;
  }

  /// A whole type, as a file or a row has it, of which nothing but the form is checked.
  public static EventType stored(JsonNode json, Identity identity) {
    Draft draft = read(json);
    return type(identity, draft, draft.given());
  }

  private static EventType type(Identity identity, Draft draft, List<Version> versions) {
    return new EventType(
        identity.id(),
        identity.tenant(),
        identity.revision(),
        draft.name(),
        draft.module(),
        draft.description(),
        draft.searchable(),
        versions);
  }

  private static String name(String text) {
    TypeName.flaw(text)
        .ifPresent(flaw -> {
          throw new IllegalArgumentException(flaw);
        });
    return text;
  }

  private static String module(String text) {
    if (!MODULE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "is a name of lower-case letters, digits and `_`, such as " + String.join(", ", MODULES));
    }
    String hint = MODULES.contains(text) ? "" : Spelling.hint(text, MODULES);
    if (!hint.isEmpty()) {
      throw new IllegalArgumentException("\"" + text + "\" is no module" + hint);
    }
    return text;
  }

  private static Map<String, String> description(Fields fields) {
    var texts = new LinkedHashMap<String, String>();
    fields
        .object("description")
        .ifPresent(languages -> {
          for (String language : LANGUAGES) {
            languages
                .optionalText(language)
                .ifPresent(text -> texts.put(language, bounded(languages, language, text)));
          }
        });
    return texts;
  }

  private static String bounded(Fields fields, String language, String text) {
    if (text.length() > LONGEST_DESCRIPTION) {
      fields.flaw(language, "is longer than " + LONGEST_DESCRIPTION + " characters");
    }
    return text;
  }

  private static List<Version> versions(Fields fields) {
    JsonNode list = fields.node("versions").orElseGet(Json::array);
    if (!list.isArray() || list.isEmpty()) {
      fields.flaw(
          "versions",
          "must be a list of at least one {\"version\": 1, \"schema\": …, \"sample\": …}");
      return List.of();
    } else if (list.size() > MOST_VERSIONS) {
      fields.flaw("versions", "has " + list.size() + " entries; at most " + MOST_VERSIONS);
      return List.of();
    }
    var versions = new ArrayList<Version>();
    for (int i = 0; i < list.size(); i++) {
      try {
        versions.add(version("/versions/" + i, list.get(i)));
      } catch (Invalid e) {
        fields.flaws(e);
      }
    }
    return versions;
  }

  private static Version version(String pointer, JsonNode json) {
    Fields fields = Fields.at(pointer, json);
    int number = fields.integer("version", 0, 1, MOST_VERSIONS);
    for (String name : List.of("version", "schema", "sample")) {
      if (!json.has(name)) {
        fields.flaw(name, "is missing");
      }
    }
    fields.node("schema");
    fields.node("sample");
    var version =
        new Version(
            number,
            json.path("schema"),
            json.path("sample"),
            fields.node("up"),
            fields.node("down"));
    fields.done();
    return version;
  }

  /// The form that can be read again, with everything.
  public static ObjectNode write(EventType type) {
    ObjectNode json = heading(type);
    var versions = json.putArray("versions");
    for (Version version : type.versions()) {
      ObjectNode one = versions.addObject();
      one.put("version", version.number());
      one.set("schema", version.schemaJson());
      one.set("sample", version.sample());
      version.up().ifPresent(up -> one.set("up", up));
      version.down().ifPresent(down -> one.set("down", down));
    }
    json.put("shipped", type.shipped());
    json.put("revision", type.revision());
    return json;
  }

  /// For lists: the newest version's number instead of all that they hold.
  public static ObjectNode summary(EventType type) {
    ObjectNode json = heading(type);
    json.put("version", type.newest().number());
    json.put("shipped", type.shipped());
    json.put("revision", type.revision());
    return json;
  }

  private static ObjectNode heading(EventType type) {
    ObjectNode json = Json.object();
    json.put("name", type.name());
    json.put("module", type.module());
    ObjectNode description = json.putObject("description");
    LANGUAGES.stream()
        .filter(type.description()::containsKey)
        .forEach(language -> description.put(language, type.description().get(language)));
    type.searchable().write(json);
    return json;
  }
}
