package dev.posthouse.eventtype;

import dev.posthouse.json.Json;
import dev.posthouse.rule.Tables;
import dev.posthouse.rule.Template;
import dev.posthouse.schema.Schema;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One version of the data of an event type. Compiled when it is first used: a house has many
/// types, and most of them rest.
public final class Version {
  private final int number;
  private final JsonNode schemaJson;
  private final JsonNode sample;
  private final @Nullable JsonNode up;
  private final @Nullable JsonNode down;
  private volatile int bytes;
  private volatile @Nullable Schema schema;
  private volatile @Nullable Template upward;
  private volatile @Nullable Template downward;

  /// @param up a template that makes data of this version from data of the version before
  /// @param down a template that makes data of the version before from data of this
  Version(
      int number,
      JsonNode schemaJson,
      JsonNode sample,
      Optional<JsonNode> up,
      Optional<JsonNode> down) {
    this.number = number;
    this.schemaJson = schemaJson;
    this.sample = sample;
    this.up = up.orElse(null);
    this.down = down.orElse(null);
  }

  public int number() {
    return number;
  }

  public Schema schema() {
    Schema compiled = schema;
    if (compiled == null) {
      compiled = Schema.compile(schemaJson, "");
      schema = compiled;
    }
    return compiled;
  }

  /// Makes data of this version from data of the version before.
  Optional<Template> upward() {
    if (upward == null && up != null) {
      upward = Template.compile(up, Tables.NONE, "/up");
    }
    return Optional.ofNullable(upward);
  }

  /// Makes data of the version before from data of this.
  Optional<Template> downward() {
    if (downward == null && down != null) {
      downward = Template.compile(down, Tables.NONE, "/down");
    }
    return Optional.ofNullable(downward);
  }

  public JsonNode schemaJson() {
    return schemaJson;
  }

  /// Data that the schema takes.
  public JsonNode sample() {
    return sample;
  }

  public Optional<JsonNode> up() {
    return Optional.ofNullable(up);
  }

  public Optional<JsonNode> down() {
    return Optional.ofNullable(down);
  }

  /// Of all that it says, as JSON.
  int bytes() {
    int known = bytes;
    if (known == 0) {
      known =
          Stream.of(Optional.of(schemaJson), Optional.of(sample), up(), down())
              .flatMap(Optional::stream)
              .mapToInt(json -> Json.bytes(json).length)
              .sum();
      bytes = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this || (other instanceof Version that && same(that));
  }

  private boolean same(Version that) {
    return number == that.number
        && schemaJson.equals(that.schemaJson)
        && sample.equals(that.sample)
        && Objects.equals(up, that.up)
        && Objects.equals(down, that.down);
  }

  @Override
  public int hashCode() {
    return Objects.hash(number, schemaJson, sample);
  }

  @Override
  public String toString() {
    return "version " + number;
  }
}
