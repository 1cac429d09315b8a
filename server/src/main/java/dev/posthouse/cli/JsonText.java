package dev.posthouse.cli;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// Reads JSON that a caller wrote, and says where it is none. Numbers stay as they are written:
/// `120.50` is not `120.5`.
final class JsonText {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private JsonText() {}

  /// @param name how messages call the text
  static JsonNode read(String text, String name, Words words) {
    JsonNode read;
    try {
      read = JSON.readTree(text);
    } catch (JacksonException e) {
      throw failed(e, name, words);
    }
    if (read.isMissingNode()) {
      throw Failed.refused(words.say("json.empty", name));
    }
    return read;
  }

  static Failed failed(JacksonException e, String name, Words words) {
    var place = e.getLocation();
    return Failed.refused(
        words.say(
            "json.wrong",
            name,
            place == null ? 1 : place.getLineNr(),
            place == null ? 1 : place.getColumnNr(),
            e.getOriginalMessage()));
  }
}
