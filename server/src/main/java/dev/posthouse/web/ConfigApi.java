package dev.posthouse.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.config.BulkChanges.Does;
import dev.posthouse.config.BulkChanges.Mode;
import dev.posthouse.config.BulkChanges.Result;
import dev.posthouse.config.BulkChanges.Step;
import dev.posthouse.config.BulkChanges.Unnamed;
import dev.posthouse.config.StalePlan;
import dev.posthouse.document.Documents;
import dev.posthouse.document.Documents.Parsed;
import dev.posthouse.document.InvalidDocument;
import dev.posthouse.document.Language;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import dev.posthouse.work.Heavy;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// `/v1/config`: the whole of a tenant's configuration as one document.
final class ConfigApi {
  private static final String PATH = "/v1/config";
  private static final String YAML = "application/yaml";
  private static final Set<String> TEXTS =
      Set.of("", YAML, "application/x-yaml", "text/yaml", "text/x-yaml", "text/plain");

  private final Documents documents;
  private final Heavy heavy;

  ConfigApi(Documents documents, Heavy heavy) {
    this.documents = documents;
    this.heavy = heavy;
  }

  List<Route> routes() {
    return List.of(
        new Route("PUT", PATH, Need.MANAGE, this::apply),
        new Route("GET", PATH, Need.MANAGE, this::export));
  }

  /// A document that has been read, and the values that came with it.
  private record Sent(Parsed document, Map<String, String> values) {}

  private Answer apply(Call call) throws InterruptedException {
    Query query = call.query();
    Mode mode = query.flag("dryRun") ? Mode.PLAN : Mode.APPLY;
    Unnamed unnamed = query.flag("prune") ? Unnamed.DELETE : Unnamed.KEEP;
    OptionalLong agreed =
        query
            .value("revision", ConfigApi::revision)
            .map(OptionalLong::of)
            .orElse(OptionalLong.empty());
    query.done();
    byte[] body = call.body();
    if (body.length > Documents.MOST_BYTES) {
      throw new Refusal(
          Problem.tooLarge("A webhooks document may have at most 2 MB; apply several documents."));
    }
    try {
      Sent sent = heavy.run(body.length, () -> read(call.mediaType(), body));
      var wish = new Documents.Wish(sent.values(), unnamed, mode, agreed);
      Result result = documents.run(call.caller(), sent.document(), wish);
      return Answer.json(200, json -> write(json, result, mode));
    } catch (InvalidDocument e) {
      return Answer.problem(Problem.invalidDocument(e.flaws(), e.missing()));
    } catch (StalePlan e) {
      return Answer.problem(
          Problem.of(
              409,
              "stale_plan",
              "The configuration has changed since",
              String.valueOf(e.getMessage())));
    }
  }

  private static long revision(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException(
          "must be a number, that of the dry run's answer, not " + text);
    }
    return Long.parseLong(text);
  }

  private static Sent read(String mediaType, byte[] body) {
    if (mediaType.equals(Answer.JSON)) {
      return readJson(body);
    } else if (TEXTS.contains(mediaType)) {
      return new Sent(Documents.parse(body), Map.of());
    }
    throw new Refusal(
        Problem.unsupported(
            "Send Content-Type: application/yaml, text/plain, or application/json."));
  }

  private static Sent readJson(byte[] body) {
    JsonNode json = Json.parse(body);
    if (!json.path("document").isString()) {
      return new Sent(Documents.parseJson(body), Map.of());
    }
    Fields fields = Fields.of(json);
    String text = fields.text("document");
    Map<String, String> values = fields.object("values").map(ConfigApi::values).orElse(Map.of());
    fields.done();
    return new Sent(Documents.parse(text), values);
  }

  /// Messages do not repeat what may be secret.
  private static Map<String, String> values(Fields fields) {
    var values = new HashMap<String, String>();
    for (String name : fields.whole().propertyNames()) {
      JsonNode value = fields.node(name).orElseGet(Json::object);
      if (value.isString()) {
        values.put(name, value.stringValue());
      } else {
        fields.flaw(name, "must be a text");
      }
    }
    return values;
  }

  private static void write(JsonGenerator json, Result result, Mode mode) {
    json.writeStartObject();
    json.writeBooleanProperty("applied", mode == Mode.APPLY);
    json.writeArrayPropertyStart("plan");
    result.steps().forEach(step -> write(json, step));
    json.writeEndArray();
    json.writeArrayPropertyStart("warnings");
    result.warnings().forEach(json::writeString);
    json.writeEndArray();
    json.writeNumberProperty("revision", result.revision());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Step step) {
    json.writeStartObject();
    json.writeStringProperty("action", step.does().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("kind", step.kind().word());
    json.writeStringProperty("name", step.name());
    if (!step.id().isEmpty()) {
      json.writeStringProperty("id", step.id());
    }
    if (step.does() == Does.UPDATE) {
      json.writeArrayPropertyStart("changes");
      step.changes().forEach(json::writeString);
      json.writeEndArray();
    }
    if (!step.address().isEmpty()) {
      json.writeStringProperty("address", step.address());
    }
    step.signingSecret().ifPresent(s -> json.writeStringProperty("signingSecret", s.reveal()));
    json.writeEndObject();
  }

  private Answer export(Call call) {
    Query query = call.query();
    Language language = query.value("language", ConfigApi::language).orElse(Language.ENGLISH);
    query.done();
    String text = documents.export(call.tenant(), language);
    return Answer.success(200, YAML + "; charset=utf-8", text.getBytes(UTF_8));
  }

  private static Language language(String tag) {
    Language language = Language.TAGS.get(tag);
    if (language == null) {
      throw new IllegalArgumentException("must be en or zh-CN, not " + tag);
    }
    return language;
  }
}
