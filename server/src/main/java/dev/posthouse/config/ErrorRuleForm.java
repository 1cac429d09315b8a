package dev.posthouse.config;

import dev.posthouse.json.Durations;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import dev.posthouse.rule.AnswerFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of [ErrorRule]: `{"when": {"status": [400, "500-599"], "header": "X-Error: busy",
/// "filter": "response.body.error_code == 'BUSY'"}, "then": "pause", "after": "30s"}`.
final class ErrorRuleForm {
  /// Each is asked, in turn, of every answer.
  static final int MOST_RULES = 50;

  private static final int MOST_STATUSES = 50;
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);
  private static final Pattern STATUSES =
      Pattern.compile("([1-9]\\d\\d)(?:\\s*-\\s*([1-9]\\d\\d))?");
  private static final Pattern HEADER =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+)\\s*(?::\\s*(.*))?");
  private static final Map<String, ErrorRule.Then> THENS =
      Arrays.stream(ErrorRule.Then.values())
          .collect(Collectors.toMap(ErrorRule.Then::word, Function.identity()));

  private ErrorRuleForm() {}

  static List<ErrorRule> read(Fields endpoint) {
    return endpoint.objects("errorRules", MOST_RULES).stream().map(ErrorRuleForm::rule).toList();
  }

  private static ErrorRule rule(Fields fields) {
    ErrorRule.When when = when(fields);
    Optional<ErrorRule.Then> then = fields.optionalChoice("then", THENS);
    if (!fields.has("then")) {
      fields.flaw("then", "is missing; write done, retry, retry_after, give_up, pause or disable");
    }
    Optional<Duration> after =
        fields.optional("after", text -> RetryForm.within(text, SHORTEST_WAIT, LONGEST_WAIT));
    then.ifPresent(t -> checkWait(fields, t));
    return new ErrorRule(when, then.orElse(ErrorRule.Then.RETRY), after);
  }

  private static void checkWait(Fields fields, ErrorRule.Then then) {
    if (then.waits() && !fields.has("after")) {
      fields.flaw("after", "is missing; say how long to wait where the answer does not: \"30s\"");
    } else if (!then.waits() && fields.has("after")) {
      fields.flaw("after", "goes with retry_after and pause only; leave it out");
    }
  }

  private static ErrorRule.When when(Fields rule) {
    Optional<Fields> when = rule.object("when");
    if (!rule.has("when")) {
      rule.flaw("when", "is missing; write {\"status\": [400]}");
    }
    when.filter(w -> Stream.of("status", "header", "filter").filter(w::has).count() == 0)
        .ifPresent(w -> w.flaw("", "says nothing; give status, header or filter"));
    return new ErrorRule.When(
        when.map(ErrorRuleForm::statuses).orElse(List.of()),
        when.flatMap(w -> w.optional("header", ErrorRuleForm::header)),
        when.flatMap(w -> w.optional("filter", AnswerFilter::compile)));
  }

  private static List<ErrorRule.Statuses> statuses(Fields when) {
    Optional<JsonNode> node = when.node("status");
    if (node.isEmpty()) {
      return List.of();
    }
    var statuses = new ArrayList<ErrorRule.Statuses>();
    List<JsonNode> items = items(node.get());
    for (JsonNode item : items) {
      Optional<ErrorRule.Statuses> read = statuses(item);
      read.ifPresent(statuses::add);
    }
    if (items.isEmpty() || statuses.size() < items.size() || items.size() > MOST_STATUSES) {
      when.flaw(
          "status",
          "must be a status, a range, or a list of up to "
              + MOST_STATUSES
              + " of them, from 100 to 999: [400, \"500-599\"]");
    }
    return statuses;
  }

  private static List<JsonNode> items(JsonNode node) {
    if (!node.isArray()) {
      return List.of(node);
    }
    var items = new ArrayList<JsonNode>();
    node.forEach(items::add);
    return items;
  }

  private static Optional<ErrorRule.Statuses> statuses(JsonNode item) {
    String text = item.isIntegralNumber() || item.isString() ? item.asString().strip() : "";
    Matcher range = STATUSES.matcher(text);
    if (!range.matches()) {
      return Optional.empty();
    }
    int first = Integer.parseInt(range.group(1));
    int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
    return first <= last ? Optional.of(new ErrorRule.Statuses(first, last)) : Optional.empty();
  }

  private static ErrorRule.NamedHeader header(String text) {
    Matcher header = HEADER.matcher(text.strip());
    if (!header.matches() || text.length() > HeaderRules.MOST_VALUE) {
      throw new IllegalArgumentException(
          "must be the name of a header, with or without its value: \"X-Error: busy\"");
    }
    String value = header.group(2) == null ? "" : header.group(2).strip();
    return new ErrorRule.NamedHeader(header.group(1), value);
  }

  static ArrayNode write(List<ErrorRule> rules) {
    ArrayNode list = Json.array();
    for (ErrorRule rule : rules) {
      ObjectNode json = list.addObject();
      ErrorRule.When when = rule.when();
      ObjectNode conditions = json.putObject("when");
      if (!when.statuses().isEmpty()) {
        ArrayNode statuses = conditions.putArray("status");
        when.statuses().forEach(s -> write(s, statuses));
      }
      when.header().ifPresent(header -> conditions.put("header", header.toString()));
      when.filter().ifPresent(filter -> conditions.put("filter", filter.text()));
      json.put("then", rule.then().word());
      rule.after().ifPresent(after -> json.put("after", Durations.format(after)));
    }
    return list;
  }

  private static void write(ErrorRule.Statuses statuses, ArrayNode into) {
    if (statuses.first() == statuses.last()) {
      into.add(statuses.first());
    } else {
      into.add(statuses.toString());
    }
  }
}
