package dev.posthouse.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Requests of providers with some of their parts changed, but of the same shape, so that what
/// reads them gets further than with bytes by chance: headers lost, doubled, cut off and exchanged;
/// members of a body of another kind; elements and fields in another order, or there twice.
final class Reshaped {
  private static final Pattern TOKENS =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"|<[^>]*>|[A-Za-z0-9_.+-]+|%[0-9A-Fa-f]{2}|.", Pattern.DOTALL);

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-0",
          "1e400",
          "99999999999999999999999",
          "0.1",
          "\"\"",
          "\"x\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"9999-99-99T99:99:99Z\"",
          "\"+999999999-01-01T00:00:00Z\"",
          "\"orders/../..//x\"",
          "[]",
          "[null]",
          "[[[]]]",
          "{}",
          "{\"id\":{}}",
          "\"" + "long ".repeat(100) + "\"");

  private static final List<String> TOKENS_OF_OTHERS =
      List.of(
          "",
          "=",
          "&",
          ",",
          ";",
          "%",
          "%zz",
          "[",
          "]",
          "<a>",
          "</a>",
          "<!--",
          "<![CDATA[",
          "&b;",
          "\"",
          "\\",
          "\r\n",
          "\u0000",
          "é",
          "\ufeff",
          "v1,",
          "t=",
          "sha256=",
          "$",
          "Bearer ",
          "0");

  private final Random dice;

  Reshaped(Random dice) {
    this.dice = dice;
  }

  /// @param request as [WebhookFuzz] reads it
  String of(String request) {
    int empty = request.indexOf("\n\n");
    List<String> head = new ArrayList<>(List.of(request.substring(0, empty).split("\n")));
    String body = request.substring(empty + 2);
    for (int changes = dice.nextInt(3); changes > 0; changes--) {
      header(head);
    }
    for (int changes = 1 + dice.nextInt(2); changes > 0; changes--) {
      body = dice.nextInt(3) == 0 ? tokens(body) : member(body);
    }
    return String.join("\n", head) + "\n\n" + body;
  }

  private void header(List<String> head) {
    if (head.size() < 2) {
      return;
    }
    int place = 1 + dice.nextInt(head.size() - 1);
    String header = head.get(place);
    int colon = Math.max(header.indexOf(':'), 0);
    switch (dice.nextInt(6)) {
      case 0 -> head.remove(place);
      case 1 -> head.add(header);
      case 2 -> head.set(place, header.substring(0, dice.nextInt(header.length() + 1)));
      case 3 -> head.set(place, header.substring(0, colon) + ": " + pick(TOKENS_OF_OTHERS));
      case 4 -> head.set(place, header.toUpperCase(java.util.Locale.ROOT));
      default -> head.set(place, tokens(header).replace("\n", " "));
    }
  }

  /// Puts another value in the place of one of a JSON text; other texts have their tokens changed.
  private String member(String body) {
    try {
      JsonNode tree = JsonMapper.shared().readTree(body);
      List<Runnable> places = new ArrayList<>();
      collect(tree, places);
      if (places.isEmpty()) {
        return pick(VALUES);
      }
      places.get(dice.nextInt(places.size())).run();
      return tree.toString();
    } catch (JacksonException noJson) {
      return tokens(body);
    }
  }

  private void collect(JsonNode node, List<Runnable> places) {
    if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyNames())) {
        places.add(() -> object.set(name, value()));
        places.add(() -> object.remove(name));
        collect(object.get(name), places);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int place = i;
        places.add(() -> array.set(place, value()));
        places.add(() -> array.add(array.get(place)));
        collect(array.get(i), places);
      }
    }
  }

  private JsonNode value() {
    try {
      return JsonMapper.shared().readTree(pick(VALUES));
    } catch (JacksonException tooLarge) {
      return JsonMapper.shared().nullNode();
    }
  }

  private String tokens(String text) {
    List<String> tokens =
        new ArrayList<>(TOKENS.matcher(text).results().map(MatchResult::group).toList());
    if (tokens.isEmpty()) {
      return pick(VALUES);
    }
    int place = dice.nextInt(tokens.size());
    int other = dice.nextInt(tokens.size());
    switch (dice.nextInt(5)) {
      case 0 -> tokens.remove(place);
      case 1 -> tokens.add(other, tokens.get(place));
      case 2 -> tokens.set(place, pick(TOKENS_OF_OTHERS));
      case 3 -> tokens.set(place, tokens.set(other, tokens.get(place)));
      default -> tokens.subList(Math.min(place, other), Math.max(place, other)).clear();
    }
    return String.join("", tokens);
  }

  private String pick(List<String> from) {
    return from.get(dice.nextInt(from.size()));
  }
}
