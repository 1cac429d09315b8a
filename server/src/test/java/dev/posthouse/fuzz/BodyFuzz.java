package dev.posthouse.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.body.Form;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.body.Xml;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Bodies as the library reads them: JSON, of which Jackson must think the same, forms, and XML.
/// The first byte says which.
public final class BodyFuzz {
  private static final JsonMapper JACKSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNumberLength(Integer.MAX_VALUE)
                          .maxNestingDepth(Json.MOST_LEVELS)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /// A number with more digits takes Jackson long to compute; the library keeps its text.
  private static final int LARGEST_EXPONENT = 4;

  private BodyFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] body = Arrays.copyOfRange(input, 1, input.length);
    switch (input[0]) {
      case 'j' -> json(body);
      case 'f' -> form(body);
      default -> read(() -> Xml.read(body)).ifPresent(xml -> xml.first("Id"));
    }
  }

  private static <T> Optional<T> read(Callable<T> reader) {
    return Bounded.timed(() -> {
      try {
        return Optional.of(reader.call());
      } catch (Malformed e) {
        Bounded.require(!e.what().isBlank(), "refused without a reason");
        return Optional.empty();
      }
    });
  }

  private static void json(byte[] body) {
    Optional<Json> ours = read(() -> Json.read(body));
    String text = new String(body, UTF_8);
    boolean utf8 = Arrays.equals(text.getBytes(UTF_8), body);
    if (!utf8 || text.matches("(?s).*[eE][+-]?[0-9]{" + LARGEST_EXPONENT + ",}.*")) {
      Bounded.require(utf8 || ours.isEmpty(), "read what is not UTF-8");
      return;
    }
    Optional<JsonNode> theirs = jackson(text.startsWith("\ufeff") ? text.substring(1) : text);
    Bounded.require(ours.isPresent() == theirs.isPresent(), "Jackson thinks otherwise");
    ours.ifPresent(json -> same(json, theirs.orElseThrow()));
  }

  private static Optional<JsonNode> jackson(String text) {
    try {
      JsonNode node = JACKSON.readTree(text);
      return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  private static void same(Json ours, JsonNode theirs) {
    switch (ours.kind()) {
      case OBJECT -> {
        Bounded.require(theirs.isObject(), "an object");
        Bounded.require(
            List.copyOf(ours.members().keySet()).equals(List.copyOf(theirs.propertyNames())),
            "other names");
        ours.members().forEach((name, member) -> same(member, theirs.path(name)));
      }
      case ARRAY -> {
        Bounded.require(
            theirs.isArray() && theirs.size() == ours.items().size(), "a list of another size");
        for (int i = 0; i < theirs.size(); i++) {
          same(ours.items().get(i), theirs.path(i));
        }
      }
      case STRING -> Bounded.require(ours.text().equals(theirs.asString("")), "another text");
      case NUMBER -> Bounded.require(theirs.isNumber(), "a number");
      case BOOLEAN -> Bounded.require(theirs.isBoolean(), "a truth");
      case NULL -> Bounded.require(theirs.isNull(), "null");
    }
    Bounded.require(
        read(() -> Json.read(ours.bytes())).isPresent(), "a part of it cannot be read again");
  }

  private static void form(byte[] body) {
    Form form = Bounded.timed(() -> Form.read(body));
    read(form::json)
        .ifPresent(json -> Bounded.require(jackson(json).isPresent(), "a form becomes " + json));
  }
}
