package dev.posthouse.webhooks.provider;

import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.body.Form;
import dev.posthouse.webhooks.body.Json;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Where a request says something: `header:X-Topic`, `body:data.id` in JSON, `query:topic`, or
/// `path:1`, the last part of the path of the URL, `path:2` the one before it, `path:*` all of it.
///
/// @param name of the header or parameter, the path of names in the body, or the number of the part
public record Place(Kind kind, String name) {

  /// What of a request is looked at.
  public enum Kind {
    HEADER,
    BODY,
    QUERY,
    PATH
  }

  private static final String ALL = "*";

  /// @throws IllegalArgumentException if there is no name, or that of a part of the path is not 1
  ///   to 9, or `*`
  public Place {
    if (name.isEmpty() || (kind == Kind.PATH && !name.matches("[1-9*]"))) {
      throw new IllegalArgumentException(
          "A place is header:X-Topic, body:data.id, query:topic, path:1 to path:9, or path:*");
    }
  }

  /// Reads the form above.
  ///
  /// @throws IllegalArgumentException if the text has another form
  public static Place parse(String text) {
    int colon = text.indexOf(':');
    String kind = text.substring(0, Math.max(colon, 0)).toUpperCase(Locale.ROOT);
    Kind found =
        Stream.of(Kind.values())
            .filter(one -> one.name().equals(kind))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "A place is header:X-Topic, body:data.id, query:topic, or path:1"));
    return new Place(found, text.substring(colon + 1));
  }

  /// What stands there; empty if nothing does.
  ///
  /// @param body as JSON; an empty object if it is none
  public String read(Request request, Json body) {
    return switch (kind) {
      case HEADER -> request.header(name).orElse("");
      case BODY -> body.textAt(name);
      case QUERY -> Form.read(request.query()).first(name).orElse("");
      case PATH -> part(request.path());
    };
  }

  private String part(String path) {
    List<String> parts =
        Stream.of(path.split("\\?", 2)[0].split("/")).filter(part -> !part.isEmpty()).toList();
    if (name.equals(ALL)) {
      return String.join("/", parts);
    }
    int place = parts.size() - Integer.parseInt(name);
    return place < 0 ? "" : parts.get(place);
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + ":" + name;
  }
}
