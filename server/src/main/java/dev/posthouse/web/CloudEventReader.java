package dev.posthouse.web;

import dev.posthouse.access.Caller;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Payload;
import dev.posthouse.json.Pointers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/// Reads an event in the JSON format of CloudEvents 1.0.2 (structured mode). Attributes that
/// CloudEvents does not name are extensions; `organisation` and `actor` are two that we know.
final class CloudEventReader implements EventForm {
  /// CloudEvents 1.0.2 §3.1: lower-case letters and digits, at most 20 so that every transport
  /// carries them.
  private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,20}");

  private static final String OCTETS = "application/octet-stream";
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private final InstantSource clock;

  CloudEventReader(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public NewEvent read(Caller by, JsonSlices json) {
    if (json.token() != JsonToken.START_OBJECT) {
      json.skip();
      throw new Invalid(
          "",
          "must be a CloudEvent such as"
              + " {\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/erp\",\"type\":\"order.created\"}");
    }
    var attributes = new CloudEventAttributes();
    var data = new Data();
    for (String name = json.nextName(); !name.isEmpty(); name = json.nextName()) {
      switch (name) {
        case "data" -> data.read(json);
        case "data_base64" -> json.optionalText(attributes.draft(), name, data::base64);
        default -> attribute(attributes, name, json);
      }
    }
    data.into(attributes.draft(), attributes.contentType());
    return attributes.done(by, clock);
  }

  private static void attribute(CloudEventAttributes attributes, String name, JsonSlices json) {
    if (!NAME.matcher(name).matches()) {
      json.skip();
      attributes
          .draft()
          .flaw(
              Pointers.child("", name),
              "an attribute's name is 1 to 20 lower-case letters and digits, such as \"traceid\"");
      return;
    }
    switch (json.token()) {
      case VALUE_NULL -> json.skip();
      case START_OBJECT, START_ARRAY, VALUE_NUMBER_FLOAT -> {
        attributes
            .draft()
            .flaw("/" + name, "must be a text, a whole number or a boolean, not " + json.kind());
        json.skip();
      }
      default -> attributes.put(name, json.scalar());
    }
  }

  /// What came as `data` or `data_base64`.
  private static final class Data {
    private byte @Nullable [] json;
    private @Nullable String text;
    private @Nullable String base64;

    void read(JsonSlices slices) {
      if (slices.token() == JsonToken.VALUE_STRING) {
        text = slices.scalar();
      }
      json = slices.slice();
    }

    void base64(String value) {
      base64 = value;
    }

    void into(Draft draft, String contentType) {
      if (base64 != null) {
        if (json != null) {
          draft.flaw("/data_base64", "stands beside \"data\"; send one of them");
        }
        binary(draft, base64, contentType.isEmpty() ? OCTETS : contentType);
        return;
      }
      String type = contentType.isEmpty() ? Payload.JSON : contentType;
      var payload = new Payload(type, json == null ? NULL : json);
      if (json == null || payload.isJson()) {
        draft.payload(json == null ? new Payload(Payload.JSON, NULL) : payload);
      } else if (text != null) {
        draft.payload(new Payload(type, text.getBytes(StandardCharsets.UTF_8)));
      } else {
        draft.flaw("/data", "must be a text, because datacontenttype is " + type);
      }
    }

    private static void binary(Draft draft, String base64, String contentType) {
      try {
        draft.payload(
            CloudEventAttributes.payload(contentType, Base64.getDecoder().decode(base64)));
      } catch (IllegalArgumentException e) {
        draft.flaw("/data_base64", "is not base64 (RFC 4648 §4): " + e.getMessage());
      } catch (dev.posthouse.json.Malformed e) {
        draft.flaw("/data_base64", "is not JSON, though datacontenttype says so: " + e.problem());
      }
    }
  }
}
