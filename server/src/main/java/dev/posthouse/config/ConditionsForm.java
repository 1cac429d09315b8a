package dev.posthouse.config;

import dev.posthouse.config.Watch.By;
import dev.posthouse.config.Watch.Rules;
import dev.posthouse.json.Durations;
import dev.posthouse.json.Fields;
import dev.posthouse.rule.TypePattern;
import dev.posthouse.webhooks.change.Items;
import dev.posthouse.webhooks.change.Missing;
import dev.posthouse.webhooks.change.Watched;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The fields of a subscription that make [Conditions].
final class ConditionsForm {
  /// Longer than most orders live; renewed by every event of the subject.
  static final Duration TTL = Duration.ofDays(90);

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(3650);
  private static final int MOST_SUBJECTS = 5;
  private static final int MOST_PATTERNS = 50;
  private static final String ONLY = "onlyIfChanged";
  private static final String DELIVER = "deliver";
  private static final String SKIP = "skip";
  private static final Map<String, Missing> MISSING =
      Map.of("baseline", Missing.BASELINE, DELIVER, Missing.DELIVER, SKIP, Missing.SKIP);
  private static final Map<String, Missing> UNTOLD =
      Map.of(DELIVER, Missing.DELIVER, SKIP, Missing.SKIP);
  private static final Map<String, By> BY =
      Map.of("comparison", By.COMPARISON, "provider", By.PROVIDER);

  /// What only comparisons look at.
  private static final List<String> COMPARING =
      List.of("subject", "arrays", "nulls", "baselineFrom", "ttl", "asOf");

  private static final Map<String, Items> ITEMS =
      Map.of("list", Items.LIST, "set", Items.SET, "bag", Items.BAG);

  private ConditionsForm() {}

  /// @param changed the lists of fields that the filter asks for
  static Conditions read(Fields fields, List<List<String>> changed) {
    boolean skipStale = fields.choice("stale", false, Map.of(DELIVER, false, SKIP, true));
    Optional<Fields> only = fields.object(ONLY);
    if (only.isEmpty() && changed.isEmpty()) {
      return new Conditions(skipStale, null);
    }
    Rules rules = only.map(form -> rules(form, changed)).orElseGet(() -> Rules.plain(changed));
    return new Conditions(skipStale, watch(fields, rules));
  }

  /// Null if something is wrong with it.
  private static @Nullable Watch watch(Fields fields, Rules rules) {
    if (!rules.names()) {
      return null;
    }
    try {
      return new Watch(rules);
    } catch (IllegalArgumentException e) {
      fields.flaw(ONLY, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static Rules rules(Fields form, List<List<String>> changed) {
    By by = form.choice("decidedBy", By.COMPARISON, BY);
    List<String> fields = form.list("fields", ConditionsForm::path);
    if (!form.has("fields") && changed.isEmpty() && by == By.COMPARISON) {
      form.flaw("fields", "is missing; name what is watched: [\"shipping_address\"]");
    } else if (form.has("fields") && form.whole().path("fields").isEmpty()) {
      form.flaw("fields", "must name at least one field, such as shipping_address");
    }
    if (by == By.PROVIDER) {
      return told(form, fields, changed);
    }
    return new Rules(
        by,
        subject(form),
        fields,
        changed,
        arrays(form),
        form.choice("nulls", false, Map.of("missing", false, "distinct", true)),
        baselineFrom(form),
        form.choice("missing", Missing.BASELINE, MISSING),
        form.optional("ttl", text -> RetryForm.within(text, SHORTEST, LONGEST)).orElse(TTL),
        form.optional("asOf", ConditionsForm::asOf).orElse(""),
        form.bool("changes", false));
  }

  /// Where the provider says what changed, nothing is compared, and nothing remembered.
  private static Rules told(Fields form, List<String> fields, List<List<String>> changed) {
    for (String name : COMPARING) {
      if (form.has(name)) {
        form.flaw(name, "is about comparing; leave it out where decidedBy is \"provider\"");
      }
    }
    form.ignore(COMPARING.toArray(String[]::new));
    return new Rules(
        By.PROVIDER,
        List.of(),
        fields,
        changed,
        Map.of(),
        false,
        List.of(),
        form.choice("missing", Missing.SKIP, UNTOLD),
        TTL,
        "",
        form.bool("changes", false));
  }

  private static String path(String text) {
    var _ = Watched.fields(text);
    return text;
  }

  private static String asOf(String text) {
    return text.equals(Rules.ARRIVAL) ? text : path(text);
  }

  private static List<String> subject(Fields form) {
    boolean single = form.node("subject").filter(JsonNode::isString).isPresent();
    List<String> paths =
        single
            ? form.optional("subject", ConditionsForm::path).stream().toList()
            : form.list("subject", ConditionsForm::path);
    if (paths.size() > MOST_SUBJECTS) {
      form.flaw("subject", "has " + paths.size() + " paths; at most " + MOST_SUBJECTS);
    }
    return paths;
  }

  private static List<TypePattern> baselineFrom(Fields form) {
    List<TypePattern> types = form.list("baselineFrom", TypePattern::new);
    if (types.size() > MOST_PATTERNS) {
      form.flaw("baselineFrom", "has " + types.size() + " entries; at most " + MOST_PATTERNS);
    }
    return types;
  }

  private static Map<String, Items> arrays(Fields form) {
    var arrays = new TreeMap<String, Items>();
    form.object("arrays")
        .ifPresent(all -> {
          for (String path : all.whole().propertyNames()) {
            if (all.whole().path(path).isObject()) {
              all.object(path)
                  .map(one -> one.text("key"))
                  .filter(key -> !key.isBlank())
                  .ifPresent(key -> arrays.put(path, Items.by(key)));
            } else {
              all.optionalChoice(path, ITEMS).ifPresent(items -> arrays.put(path, items));
            }
          }
        });
    return arrays;
  }

  static void write(ObjectNode json, Conditions conditions) {
    if (conditions.watch() != null && !conditions.watch().rules().plain()) {
      write(json.putObject(ONLY), conditions.watch().rules());
    }
    json.put("stale", conditions.skipStale() ? SKIP : DELIVER);
  }

  private static void write(ObjectNode json, Rules rules) {
    json.put("decidedBy", rules.by().name().toLowerCase(Locale.ROOT));
    if (!rules.fields().isEmpty()) {
      rules.fields().forEach(json.putArray("fields")::add);
    }
    if (rules.by() == By.COMPARISON) {
      compared(json, rules);
    }
    json.put("missing", rules.missing().name().toLowerCase(Locale.ROOT));
    json.put("changes", rules.changes());
  }

  private static void compared(ObjectNode json, Rules rules) {
    if (rules.subject().size() == 1) {
      json.put("subject", rules.subject().getFirst());
    } else if (!rules.subject().isEmpty()) {
      rules.subject().forEach(json.putArray("subject")::add);
    }
    if (!rules.arrays().isEmpty()) {
      ObjectNode arrays = json.putObject("arrays");
      new TreeMap<>(rules.arrays()).forEach((path, items) -> write(arrays, path, items));
    }
    if (!rules.baselineFrom().isEmpty()) {
      rules.baselineFrom().forEach(type -> json.withArray("baselineFrom").add(type.text()));
    }
    json.put("nulls", rules.nullsCount() ? "distinct" : "missing");
    json.put("ttl", Durations.format(rules.ttl()));
    if (!rules.asOf().isEmpty()) {
      json.put("asOf", rules.asOf());
    }
  }

  private static void write(ObjectNode arrays, String path, Items items) {
    if (items.mode() == Items.Mode.KEYED) {
      arrays.putObject(path).put("key", items.key());
    } else {
      arrays.put(path, items.mode().name().toLowerCase(Locale.ROOT));
    }
  }
}
