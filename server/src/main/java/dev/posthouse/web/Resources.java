package dev.posthouse.web;

import dev.posthouse.config.Changed;
import dev.posthouse.config.Match;
import dev.posthouse.json.Json;
import io.helidon.http.HeaderNames;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How configured resources are answered: their form, `ETag` and `If-Match`, and what became of a
/// change. The `ETag` is the number of the revision that made the resource what it is.
record Resources<T>(Function<T, ObjectNode> form, ToLongFunction<T> revision) {
  Answer one(int status, T resource) {
    return tagged(status, form.apply(resource), resource);
  }

  Answer changed(int status, Changed<T> changed) {
    return switch (changed) {
      case Changed.Saved<T> saved -> saved(status, saved);
      case Changed.Missing<T> missing -> Answer.problem(Problem.notFound());
      case Changed.Conflict<T> conflict ->
          Answer.problem(
              Problem.of(409, conflict.code(), "Something else is in the way", conflict.message()));
      case Changed.Stale<T> stale -> Answer.problem(stale(stale.revision()));
    };
  }

  Answer deleted(Changed<T> changed) {
    return changed instanceof Changed.Saved<T> ? Answer.nothing() : changed(200, changed);
  }

  /// What `If-Match` asks for.
  ///
  /// @throws Refusal 412 if it is no tag of ours
  static Match match(Call call) {
    String tag = call.header(HeaderNames.IF_MATCH).orElse("*").strip();
    if (tag.equals("*")) {
      return Match.ANY;
    }
    String number = tag.startsWith("W/") ? tag.substring(2) : tag;
    try {
      return new Match(Long.parseLong(number.replace("\"", "")));
    } catch (NumberFormatException e) {
      throw new Refusal(
          Problem.of(
              412, "stale", "The resource is not as you saw it", "If-Match names no ETag of it."));
    }
  }

  private Answer saved(int status, Changed.Saved<T> saved) {
    ObjectNode json = form.apply(saved.resource());
    saved.signingSecret().ifPresent(secret -> json.put("signingSecret", secret.reveal()));
    warn(json, saved.warnings());
    return tagged(status, json, saved.resource());
  }

  private static void warn(ObjectNode json, List<String> warnings) {
    if (!warnings.isEmpty()) {
      var list = json.putArray("warnings");
      warnings.forEach(list::add);
    }
  }

  private Answer tagged(int status, JsonNode json, T resource) {
    return Answer.success(status, Answer.JSON, Json.bytes(json))
        .with("ETag", "\"" + revision.applyAsLong(resource) + "\"");
  }

  private static Problem stale(long revision) {
    return Problem.of(
        412,
        "stale",
        "The resource is not as you saw it",
        "It was changed meanwhile and has ETag \"" + revision + "\" now. Read it again.");
  }
}
