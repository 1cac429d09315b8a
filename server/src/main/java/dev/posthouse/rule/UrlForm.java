package dev.posthouse.rule;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Writes a flat JSON object as HTML forms are sent (`application/x-www-form-urlencoded`, WHATWG
/// URL, section 5.2): numbers with all their digits, `null` left out, in the object's order.
public final class UrlForm {
  private static final Words NO_OBJECT =
      new Words("a form is made of an object, and this is none", "表单须由对象生成，而结果不是对象");

  private static final Words TOO_LARGE =
      new Words("it makes a form of more than 10 MB", "它生成的表单超过 10 MB");

  private static final int NAME_SHOWN = 100;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private UrlForm() {}

  /// @param json one JSON value
  public static Rendering encode(Rendering.Rendered json) {
    try {
      byte[] form = new UrlForm().encode(json.json());
      return new Rendering.Rendered(form, json.missing());
    } catch (Unrenderable e) {
      return new Rendering.Failed(e.reason());
    }
  }

  private byte[] encode(byte[] bytes) {
    return DataReader.read(bytes, this::fields);
  }

  private byte[] fields(JsonParser json, JsonToken first) {
    if (first != JsonToken.START_OBJECT) {
      throw new Unrenderable(NO_OBJECT);
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      value(name, json.nextToken(), json);
    }
    return out.toByteArray();
  }

  private void value(String name, JsonToken token, JsonParser json) {
    if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
      throw new Unrenderable(nested(name, token == JsonToken.START_ARRAY));
    }
    if (token != JsonToken.VALUE_NULL) {
      write(out.size() == 0 ? "" : "&");
      write(URLEncoder.encode(name, UTF_8));
      write("=");
      write(URLEncoder.encode(json.getString(), UTF_8));
    }
  }

  private static Words nested(String longName, boolean list) {
    String name = Texts.shortened(longName, NAME_SHOWN);
    return new Words(
        "`%s` is %s, and a form holds only single values"
            .formatted(name, list ? "a list" : "an object"),
        "`%s` 是%s，而表单只能容纳单个值".formatted(name, list ? "列表" : "对象"));
  }

  private void write(String text) {
    if (text.length() > Scribe.LIMIT - out.size()) {
      throw new Unrenderable(TOO_LARGE);
    }
    out.writeBytes(text.getBytes(US_ASCII));
  }
}
