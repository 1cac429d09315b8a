package dev.posthouse.document;

import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON Schema of documents, made from the table of keys that the reader goes by.
final class DocumentSchema {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String PLACEHOLDER = "^[A-Z][A-Z0-9_]*$";
  private static final String DURATION =
      "^ *([0-9]{1,15} ?(ms|s|m|h|d|毫秒|秒|秒钟|分|分钟|小时|天|日|seconds?|minutes?|hours?|days?)|[Pp][0-9A-Za-z.]+) *$";
  private static final String RATE =
      "^ *[0-9]{1,7} ?(个?请求|次|requests?)? ?/ ?每?(s|sec|second|m|min|minute|h|hour|秒|秒钟|分|分钟|小时) *$";

  private DocumentSchema() {}

  static ObjectNode make() {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Posthouse webhooks document");
    schema.put(
        "description",
        "Webhooks, in YAML or JSON, with English or Chinese keys. / 用 YAML 或 JSON 书写的 Webhook,键可用英文或中文。");
    ArrayNode forms = schema.putArray("anyOf");
    forms.add(ref(Section.DOCUMENT));
    forms.add(ref(Section.WEBHOOK));
    forms.addObject().put("type", "array").set("items", ref(Section.WEBHOOK));
    ObjectNode definitions = schema.putObject("$defs");
    for (Section section : Section.values()) {
      definitions.set(name(section), section(section));
    }
    return schema;
  }

  private static ObjectNode section(Section section) {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("type", "object").put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    for (Key key : section.keys()) {
      key.word()
          .spellings()
          .forEach(spelling -> {
            ObjectNode property = kind(key);
            property.put("description", key.about() + " / " + key.aboutChinese());
            properties.set(spelling, property);
          });
    }
    require(schema, section);
    return schema;
  }

  private static void require(ObjectNode schema, Section section) {
    ArrayNode all = JSON.createArrayNode();
    for (Key key : section.keys()) {
      boolean needed =
          switch (section) {
            case DOCUMENT, TLS, SECURITY, SIGNATURE -> false;
            case SOURCE -> key.target().equals("/name") || key.target().equals("/provider");
            case WEBHOOK -> key.target().equals("/name") || key.target().equals("/url");
            case SUBSCRIPTION -> key.target().equals("/name") || key.target().equals("/types");
            case AUTH -> key.target().equals("/auth/type");
            case RETRY -> key.target().equals("/retry/strategy");
          };
      if (needed) {
        ArrayNode any = all.addObject().putArray("anyOf");
        key.word().spellings().forEach(s -> any.addObject().putArray("required").add(s));
      }
    }
    if (section == Section.DOCUMENT) {
      schema.put("minProperties", 1);
    }
    if (!all.isEmpty()) {
      schema.set("allOf", all);
    }
  }

  private static ObjectNode kind(Key key) {
    return switch (key.kind()) {
      case Kind.One one -> leaf(one.leaf());
      case Kind.Many many -> either(leaf(many.leaf()), list(leaf(many.leaf())));
      case Kind.Choice choice -> words(choice);
      case Kind.Flag flag -> flag(flag);
      case Kind.Group group -> ref(group.section());
      case Kind.Groups groups -> list(ref(groups.section()));
      case Kind.Tls tls -> either(flag(tls.verify()), ref(Section.TLS));
      case Kind.Headers headers -> {
        ObjectNode object = type("object");
        object.set("additionalProperties", leaf(Kind.Leaf.CREDENTIAL));
        yield object;
      }
      case Kind.Networks networks -> either(type("string"), list(type("string")));
      case Kind.Tree tree ->
          key.target().equals("/payload") ? JSON.createObjectNode() : type("object");
    };
  }

  private static ObjectNode leaf(Kind.Leaf leaf) {
    return switch (leaf) {
      case TEXT -> type("string");
      case CREDENTIAL, URL -> {
        ObjectNode bare = list(type("string").put("pattern", PLACEHOLDER)).put("maxItems", 1);
        yield either(type("string"), bare);
      }
      case WHOLE -> type("integer").put("minimum", 1);
      case NUMBER -> type("number");
      case DURATION -> type("string").put("pattern", DURATION);
      case RATE -> type("string").put("pattern", RATE);
    };
  }

  private static ObjectNode words(Kind.Choice choice) {
    ObjectNode schema = JSON.createObjectNode();
    ArrayNode words = schema.putArray("enum");
    choice.words().forEach(word -> word.spellings().forEach(words::add));
    return schema;
  }

  private static ObjectNode flag(Kind.Flag flag) {
    ObjectNode schema = JSON.createObjectNode();
    ArrayNode words = schema.putArray("enum").add(true).add(false);
    flag.yes().spellings().forEach(words::add);
    flag.no().spellings().forEach(words::add);
    return schema;
  }

  private static ObjectNode type(String name) {
    return JSON.createObjectNode().put("type", name);
  }

  private static ObjectNode list(JsonNode items) {
    ObjectNode list = type("array");
    list.set("items", items);
    return list;
  }

  private static ObjectNode either(JsonNode one, JsonNode other) {
    ObjectNode schema = JSON.createObjectNode();
    schema.putArray("anyOf").add(one).add(other);
    return schema;
  }

  private static ObjectNode ref(Section section) {
    return JSON.createObjectNode().put("$ref", "#/$defs/" + name(section));
  }

  private static String name(Section section) {
    return section.name().toLowerCase(Locale.ROOT);
  }
}
