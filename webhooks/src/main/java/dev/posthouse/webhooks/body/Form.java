package dev.posthouse.webhooks.body;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Fields as browsers send forms, `application/x-www-form-urlencoded` (WHATWG URL, section 5.1):
/// escapes that are broken stay as they are, so that nothing that is received is refused for its
/// form.
///
/// @param fields in the order sent
public record Form(List<Field> fields) {
  /// The most fields that are made into an object.
  public static final int MOST_FIELDS = 2_000;

  private static final int MOST_LEVELS = 20;

  /// A field, decoded.
  public record Field(String name, String value) {}

  public Form {
    fields = List.copyOf(fields);
  }

  public static Form read(byte[] body) {
    return read(new String(body, UTF_8));
  }

  /// Reads a body or the query of a URL.
  public static Form read(String text) {
    List<Field> fields = new ArrayList<>();
    for (String piece : text.split("&", -1)) {
      if (!piece.isEmpty()) {
        int equals = piece.indexOf('=');
        String name = equals < 0 ? piece : piece.substring(0, equals);
        String value = equals < 0 ? "" : piece.substring(equals + 1);
        fields.add(new Field(decoded(name), decoded(value)));
      }
    }
    return new Form(fields);
  }

  /// The value of the first field of this name.
  public Optional<String> first(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).map(Field::value).findFirst();
  }

  /// The fields as a JSON object, names with brackets (`data[merges][FNAME]`) as objects in objects
  /// and `[]` as the next number, as PHP reads them; every value is a string. Of equal names the
  /// last one counts.
  ///
  /// @throws Malformed if there are more than [#MOST_FIELDS] fields, or they are nested too deeply
  public String json() throws Malformed {
    if (fields.size() > MOST_FIELDS) {
      throw new Malformed("The form has more than " + MOST_FIELDS + " fields");
    }
    Node root = new Node();
    for (Field field : fields) {
      List<String> path = path(field.name());
      if (path.size() > MOST_LEVELS) {
        throw new Malformed("A name of the form is nested deeper than " + MOST_LEVELS + " levels");
      }
      root.put(path, field.value());
    }
    return root.json();
  }

  /// `a[b][c]` as a, b, c; a name of any other form as itself.
  private static List<String> path(String name) {
    int bracket = name.indexOf('[');
    if (bracket <= 0 || !name.endsWith("]")) {
      return List.of(name);
    }
    List<String> path = new ArrayList<>(List.of(name.substring(0, bracket)));
    String inside = name.substring(bracket + 1, name.length() - 1);
    path.addAll(List.of(inside.split("]\\[", -1)));
    return path;
  }

  private static final class Node {
    private final Map<String, Node> children = new LinkedHashMap<>();
    private String value = "";

    void put(List<String> path, String text) {
      Node here = this;
      for (String name : path) {
        String key = name.isEmpty() ? Integer.toString(here.children.size()) : name;
        here = here.children.computeIfAbsent(key, none -> new Node());
      }
      here.value = text;
    }

    String json() {
      return children.entrySet().stream()
          .map(child -> Json.quoted(child.getKey()) + ":" + child.getValue().valueJson())
          .collect(Collectors.joining(",", "{", "}"));
    }

    private String valueJson() {
      return children.isEmpty() ? Json.quoted(value) : json();
    }
  }

  private static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text.replace('+', ' ');
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    byte[] encoded = text.replace('+', ' ').getBytes(UTF_8);
    for (int i = 0; i < encoded.length; i++) {
      int escape = encoded[i] == '%' && i + 2 < encoded.length ? hex(encoded, i + 1) : -1;
      bytes.write(escape < 0 ? encoded[i] : escape);
      i += escape < 0 ? 0 : 2;
    }
    return bytes.toString(UTF_8);
  }

  private static int hex(byte[] text, int at) {
    int high = Character.digit(text[at], 16);
    int low = Character.digit(text[at + 1], 16);
    return high < 0 || low < 0 ? -1 : 16 * high + low;
  }
}
