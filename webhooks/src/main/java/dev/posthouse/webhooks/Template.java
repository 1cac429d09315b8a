package dev.posthouse.webhooks;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text with placeholders, such as `v0:{timestamp}:{body}`.
record Template(List<Part> parts) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)\\}");
  private static final String FORM =
      ". Use {body}, {timestamp}, {id}, {method}, {url}, {url:decoded}, {path}, {header:Name} or"
          + " {signature}";

  /// @param text the literal text, or the name of the header
  record Part(Kind kind, String text) {}

  enum Kind {
    TEXT,
    BODY,
    TIMESTAMP,
    ID,
    METHOD,
    URL,
    DECODED_URL,
    PATH,
    HEADER,
    SIGNATURE
  }

  /// @throws IllegalArgumentException if a placeholder is not known
  static Template parse(String text) {
    List<Part> parts = new ArrayList<>();
    Matcher found = PLACEHOLDER.matcher(text);
    int end = 0;
    while (found.find()) {
      addText(parts, text.substring(end, found.start()));
      parts.add(placeholder(found.group(1)));
      end = found.end();
    }
    addText(parts, text.substring(end));
    return new Template(List.copyOf(parts));
  }

  private static void addText(List<Part> parts, String text) {
    if (!text.isEmpty()) {
      parts.add(new Part(Kind.TEXT, text));
    }
  }

  private static Part placeholder(String name) {
    if (name.startsWith("header:") && name.length() > "header:".length()) {
      return new Part(Kind.HEADER, name.substring("header:".length()));
    }
    Kind kind =
        switch (name) {
          case "body" -> Kind.BODY;
          case "timestamp" -> Kind.TIMESTAMP;
          case "id" -> Kind.ID;
          case "method" -> Kind.METHOD;
          case "url" -> Kind.URL;
          case "url:decoded" -> Kind.DECODED_URL;
          case "path" -> Kind.PATH;
          case "signature" -> Kind.SIGNATURE;
          default ->
              throw new IllegalArgumentException("There is no placeholder {" + name + "}" + FORM);
        };
    return new Part(kind, "");
  }

  boolean has(Kind kind) {
    return parts.stream().anyMatch(part -> part.kind() == kind);
  }
}
