package dev.posthouse.webhooks.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Sets one value in the body of a request, before it is signed.
///
/// @param path in JSON names and numbers of items with full stops between, such as
///   `line_items.0.price`; in a form the name of a field; in XML that of the first element
/// @param value JSON, or else a text
public record Change(String path, String value) {
  /// @throws IllegalArgumentException if the body has no such place; the message says what it has
  public Request in(Request request) {
    String type = request.header("content-type").orElse("");
    String body = new String(request.body(), UTF_8);
    String changed =
        type.contains("json")
            ? json(request.body())
            : type.contains("xml") ? xml(body) : form(body);
    return request.with(changed.getBytes(UTF_8));
  }

  private String json(byte[] body) {
    try {
      List<String> names = List.of(path.replaceAll("\\[([0-9]+)]", ".$1").split("\\.", -1));
      return with(Json.read(body), names, literal());
    } catch (Malformed e) {
      throw new IllegalArgumentException(e.what(), e);
    }
  }

  private String literal() {
    try {
      return new String(Json.read(value.getBytes(UTF_8)).bytes(), UTF_8);
    } catch (Malformed text) {
      return Json.quoted(value);
    }
  }

  private static String with(Json here, List<String> names, String value) {
    if (names.isEmpty()) {
      return value;
    }
    List<String> rest = names.subList(1, names.size());
    return switch (here.kind()) {
      case OBJECT -> object(here, names.get(0), rest, value);
      case ARRAY -> array(here, names.get(0), rest, value);
      case STRING, NUMBER, BOOLEAN, NULL -> made(names, value);
    };
  }

  private static String object(Json here, String name, List<String> rest, String value) {
    Map<String, String> members = new LinkedHashMap<>();
    here.members().forEach((key, member) -> members.put(key, new String(member.bytes(), UTF_8)));
    Json next = here.members().get(name);
    members.put(name, next == null ? made(rest, value) : with(next, rest, value));
    return members.entrySet().stream()
        .map(member -> Json.quoted(member.getKey()) + ":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /// The number after the last adds an item.
  private static String array(Json here, String name, List<String> rest, String value) {
    int size = here.items().size();
    int index = name.matches("[0-9]{1,6}") ? Integer.parseInt(name) : size + 1;
    if (index > size) {
      throw new IllegalArgumentException(
          "There is a list of " + size + " where the path has \"" + name + "\"; write a number");
    }
    List<String> items = new ArrayList<>();
    here.items().forEach(item -> items.add(new String(item.bytes(), UTF_8)));
    if (index == size) {
      items.add(made(rest, value));
    } else {
      items.set(index, with(here.items().get(index), rest, value));
    }
    return "[" + String.join(",", items) + "]";
  }

  private static String made(List<String> names, String value) {
    String made = value;
    for (int i = names.size() - 1; i >= 0; i--) {
      made = "{" + Json.quoted(names.get(i)) + ":" + made + "}";
    }
    return made;
  }

  private String form(String body) {
    String name = URLEncoder.encode(path, UTF_8);
    String field = name + "=" + URLEncoder.encode(value, UTF_8);
    List<String> fields = new ArrayList<>(List.of(body.split("&")));
    fields.replaceAll(old -> old.startsWith(name + "=") ? field : old);
    if (!fields.contains(field)) {
      fields.add(field);
    }
    return String.join("&", fields);
  }

  private String xml(String body) {
    Matcher element =
        Pattern.compile("(<(?:\\w+:)?" + Pattern.quote(path) + "(?: [^>]*)?>)([^<]*)(</)")
            .matcher(body);
    if (!element.find()) {
      throw new IllegalArgumentException("There is no element " + path + " with a text");
    }
    String text = value.replace("&", "&amp;").replace("<", "&lt;");
    return body.substring(0, element.start(2)) + text + body.substring(element.end(2));
  }
}
