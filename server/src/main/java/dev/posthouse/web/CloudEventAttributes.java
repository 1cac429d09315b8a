package dev.posthouse.web;

import dev.posthouse.access.Caller;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Payload;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The attributes of a CloudEvent, from JSON or from headers, on their way to an event.
final class CloudEventAttributes {
  private static final Pattern VERSION = Pattern.compile("/([1-9][0-9]{0,8})$");

  private final Draft draft = new Draft();
  private String specversion = "";
  private String contentType = "";
  private boolean id;
  private boolean source;

  Draft draft() {
    return draft;
  }

  /// `datacontenttype`, empty if it was not given.
  String contentType() {
    return contentType;
  }

  void put(String name, String value) {
    switch (name) {
      case "specversion" -> specversion = value;
      case "id" -> {
        id = !value.isEmpty();
        draft.id(value);
      }
      case "source" -> {
        source = !value.isEmpty();
        draft.source(value);
      }
      case "type" -> draft.type(value);
      case "subject" -> draft.subject(value);
      case "time" -> draft.time(value);
      case "organisation" -> draft.organisation(value);
      case "actor" -> draft.actor(value);
      case "datacontenttype" -> contentType(value);
      case "dataschema" -> {
        schemaVersion(value);
        draft.extension(name, value);
      }
      default -> draft.extension(name, value);
    }
  }

  /// @throws dev.posthouse.event.Invalid with every flaw
  NewEvent done(Caller by, InstantSource clock) {
    if (!specversion.equals("1.0")) {
      draft.flaw("/specversion", "must be \"1.0\"");
    }
    if (!id) {
      draft.flaw("/id", "is missing; CloudEvents asks for one, unique within the source");
    }
    if (!source) {
      draft.flaw("/source", "is missing; CloudEvents asks for one, such as \"/erp/orders\"");
    }
    return draft.done(by, clock);
  }

  /// @throws dev.posthouse.json.Malformed if it says that it is JSON and is not
  static Payload payload(String contentType, byte[] bytes) {
    var payload = new Payload(contentType, bytes);
    if (payload.isJson()) {
      Utf8.check(bytes);
      try (var json = new JsonSlices(bytes, 0, bytes.length)) {
        json.skip();
        json.end();
      }
    }
    return payload;
  }

  /// What ends in a number tells the version of the type; what else a sender calls its schema is
  /// not for us to read.
  private void schemaVersion(String value) {
    Matcher number = VERSION.matcher(value);
    if (number.find()) {
      draft.schemaVersion(Integer.parseInt(number.group(1)));
    }
  }

  private void contentType(String value) {
    if (!value.chars().allMatch(c -> c >= 0x20 && c < 0x7f)
        || value.length() > Draft.LONGEST_NAME) {
      draft.flaw("/datacontenttype", "is not a media type, such as application/json");
    } else if (!charsetKnown(value)) {
      draft.flaw("/datacontenttype", "JSON is UTF-8; leave the charset out");
    }
    contentType = value;
  }

  private static boolean charsetKnown(String mediaType) {
    int at = mediaType.indexOf("charset=");
    if (at < 0 || !new Payload(mediaType, new byte[0]).isJson()) {
      return true;
    }
    String name = mediaType.substring(at + "charset=".length()).replaceAll("[\"\\s;].*|^\"", "");
    try {
      return name.isEmpty() || Charset.forName(name).equals(StandardCharsets.UTF_8);
    } catch (IllegalCharsetNameException | java.nio.charset.UnsupportedCharsetException e) {
      return false;
    }
  }
}
