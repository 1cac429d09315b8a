package dev.posthouse.document;

import dev.posthouse.json.Json;
import dev.posthouse.json.Malformed;
import java.util.ArrayList;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/// Reads a document that is written as JSON into a tree.
final class JsonReader {
  private final JsonParser parser;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /// @throws Malformed if it is not one JSON value
  /// @throws InvalidDocument if a key is too long
  static Node read(byte[] bytes) {
    try (JsonParser parser = Json.parser(bytes, 0, bytes.length)) {
      var reader = new JsonReader(parser);
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new Malformed("nothing is here; a JSON value is expected", 1, 1);
      }
      Node root = reader.node(first);
      if (parser.nextToken() != null) {
        Mark mark = mark(parser);
        throw new Malformed("something stands after the value", mark.line(), mark.column());
      }
      return root;
    } catch (JacksonException e) {
      throw Json.malformed(e);
    }
  }

  private Node node(JsonToken token) {
    Mark mark = mark(parser);
    return switch (token) {
      case START_OBJECT -> entries(mark);
      case START_ARRAY -> items(mark);
      case VALUE_STRING -> new Node.Scalar(parser.getString(), false, mark);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL ->
          new Node.Scalar(parser.getString(), true, mark);
      case END_ARRAY, END_OBJECT, NOT_AVAILABLE, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value begins with " + token);
    };
  }

  private Node.Entries entries(Mark mark) {
    var entries = new ArrayList<Node.Entry>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_OBJECT;
        token = parser.nextToken()) {
      var key = new Node.Scalar(parser.currentName(), false, mark(parser));
      refuseLong(key);
      entries.add(new Node.Entry(key, node(parser.nextToken())));
    }
    return new Node.Entries(entries, mark);
  }

  private Node.Items items(Mark mark) {
    var items = new ArrayList<Node>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(node(token));
    }
    return new Node.Items(items, false, mark);
  }

  private static void refuseLong(Node.Scalar key) {
    var findings = new Findings();
    if (findings.refusesLong(key.text(), key.mark(), Place.top(key.mark()))) {
      findings.done();
    }
  }

  private static Mark mark(JsonParser parser) {
    TokenStreamLocation place = parser.currentTokenLocation();
    return new Mark(Math.max(1, place.getLineNr()), Math.max(1, place.getColumnNr()));
  }
}
