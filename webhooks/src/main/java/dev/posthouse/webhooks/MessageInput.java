package dev.posthouse.webhooks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One entry of the header `Signature-Input` (RFC 9421, section 4.1), as far as webhooks need it:
/// components with no other parameter than the name of one of the query.
///
/// @param text the entry as it stands: the last line of the signature base
/// @param components what is covered
/// @param parameters by name, strings without their quotes
record MessageInput(String text, List<Component> components, Map<String, String> parameters) {
  private static final String STRING = "\"(?:[ !#-\\[\\]-~]|\\\\[\"\\\\])*+\"";
  private static final String KEY = "[a-z*][a-z0-9_.*-]*+";
  private static final Pattern LABEL = Pattern.compile("[ \\t]*+(" + KEY + ")=");
  private static final Pattern ITEM =
      Pattern.compile("\\s*+\"([^\"\\\\]*+)\"(;name=(" + STRING + "))?+");
  private static final Pattern PARAMETER =
      Pattern.compile(";[ ]*+(" + KEY + ")(?:=(" + STRING + "|-?[0-9]{1,15}+))?+");
  private static final Pattern BYTES = Pattern.compile(":([A-Za-z0-9+/=]*+):");

  /// Reads the header; empty if it is of another form. Labels that stand twice count once, the last
  /// (RFC 8941, section 3.2).
  static Optional<Map<String, MessageInput>> read(String header) {
    Map<String, MessageInput> entries = new LinkedHashMap<>();
    Matcher at = LABEL.matcher(header);
    int place = 0;
    while (true) {
      at.region(place, header.length());
      if (!at.usePattern(LABEL).lookingAt()) {
        return Optional.empty();
      }
      String label = at.group(1);
      int start = at.end();
      Optional<MessageInput> entry = entry(header, start);
      if (entry.isEmpty()) {
        return Optional.empty();
      }
      entries.put(label, entry.get());
      place = next(header, start + entry.get().text().length());
      if (place < 0) {
        return Optional.empty();
      } else if (place == header.length()) {
        return Optional.of(entries);
      }
    }
  }

  private static Optional<MessageInput> entry(String header, int start) {
    if (start >= header.length() || header.charAt(start) != '(') {
      return Optional.empty();
    }
    List<Component> components = new ArrayList<>();
    int place = start + 1;
    Matcher item = ITEM.matcher(header).region(place, header.length());
    while (item.lookingAt()) {
      String name = item.group(1);
      String parameter = item.group(2) == null ? "" : item.group(2);
      try {
        components.add(Component.parse(name + parameter));
      } catch (IllegalArgumentException notForUs) {
        return Optional.empty();
      }
      place = item.end();
      item.region(place, header.length());
    }
    while (place < header.length() && header.charAt(place) == ' ') {
      place++;
    }
    if (place >= header.length() || header.charAt(place) != ')') {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    int end = parameters(header, place + 1, parameters);
    return Optional.of(new MessageInput(header.substring(start, end), components, parameters));
  }

  /// Returns where they end.
  private static int parameters(String header, int from, Map<String, String> parameters) {
    int place = from;
    Matcher parameter = PARAMETER.matcher(header).region(place, header.length());
    while (parameter.lookingAt()) {
      String value = parameter.group(2) == null ? "?1" : parameter.group(2);
      parameters.put(parameter.group(1), value.startsWith("\"") ? unquoted(value) : value);
      place = parameter.end();
      parameter.region(place, header.length());
    }
    return place;
  }

  private static String unquoted(String string) {
    return string.substring(1, string.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  /// Where the next entry begins, the end if there is none, or -1 if something else follows.
  private static int next(String header, int from) {
    int place = from;
    while (place < header.length() && " \t".indexOf(header.charAt(place)) >= 0) {
      place++;
    }
    if (place == header.length()) {
      return place;
    }
    return header.charAt(place) == ',' && place + 1 < header.length() ? place + 1 : -1;
  }

  /// Reads a dictionary of byte sequences, such as the header `Signature` or `Content-Digest`;
  /// empty if it is of another form.
  static Optional<Map<String, byte[]>> bytes(String header) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    int place = 0;
    Matcher at = LABEL.matcher(header);
    while (true) {
      at.usePattern(LABEL).region(place, header.length());
      if (!at.lookingAt()) {
        return Optional.empty();
      }
      String label = at.group(1);
      at.usePattern(BYTES).region(at.end(), header.length());
      if (!at.lookingAt()) {
        return Optional.empty();
      }
      Optional<byte[]> value = SignatureText.BASE64.read(at.group(1));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      entries.put(label, value.get());
      place = next(header, at.end());
      if (place < 0) {
        return Optional.empty();
      } else if (place == header.length()) {
        return Optional.of(entries);
      }
    }
  }

  /// A parameter that is a number of seconds; empty if it is not there or no such number.
  Optional<Long> seconds(String name) {
    String text = parameters.getOrDefault(name, "");
    return text.matches("[0-9]{1,12}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }
}
