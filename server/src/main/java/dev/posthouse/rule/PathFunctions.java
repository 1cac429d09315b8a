package dev.posthouse.rule;

import dev.cel.common.exceptions.CelRuntimeException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.posthouse.rule.Definition.Body;
import dev.posthouse.rule.Definition.Parameter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Functions that look for values along a path on which any step may be a list, without failing
/// over what is not there.
final class PathFunctions {
  /// Those whose second argument is a path.
  static final Set<String> NAMES = Set.of("valuesAt", "wordsAt", "numbersAt", "timesAt");

  private static final int NUMBER_LIMIT = 100;
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
  private static final Parameter ANY = Parameter.of(Kind.ANY);
  private static final Parameter PATH = Parameter.of(Kind.TEXT);

  private PathFunctions() {}

  static List<Definition> all() {
    return List.of(
        of(
            TextFunctions.manual(
                "valuesAt(value, path)",
                "All that stands at a path of names with full stops between; where there is a list, in each of its items. Nothing that is missing or null.",
                "沿着以句点分隔的路径找到的所有值；途中遇到列表时，取其每一项。缺少的和为 null 的不算。",
                "valuesAt({'lines': [{'sku': 'A'}, {'sku': 'B'}, {}]}, 'lines.sku')",
                "[\"A\",\"B\"]"),
            SimpleType.DYN,
            arguments -> found(arguments, Optional::of)),
        of(
            TextFunctions.manual(
                "wordsAt(value, path)",
                "The texts there, divided at commas, without white space at both ends.",
                "同上，只取文本，并按逗号拆开、去掉首尾空白。",
                "wordsAt({'tags': 'music, vinyl'}, 'tags')",
                "[\"music\",\"vinyl\"]"),
            SimpleType.STRING,
            PathFunctions::words),
        of(
            TextFunctions.manual(
                "numbersAt(value, path)",
                "The numbers there, and those texts that are decimal numbers, as amounts often are.",
                "同上，只取数字，以及写成文本的十进制数（金额常如此）。",
                "numbersAt({'lines': [{'price': '9.50'}, {'price': 12}]}, 'lines.price')",
                "[9.5,12]"),
            SimpleType.DYN,
            arguments -> found(arguments, PathFunctions::number)),
        of(
            TextFunctions.manual(
                "timesAt(value, path)",
                "The times there: texts in ISO 8601, as `date` reads them.",
                "同上，只取时间，即 `date` 能读取的 ISO 8601 文本。",
                "timesAt({'created_at': '2026-03-01T18:15:00+08:00'}, 'created_at')",
                "[\"2026-03-01T10:15:00Z\"]"),
            SimpleType.TIMESTAMP,
            arguments -> found(arguments, PathFunctions::time)));
  }

  private static Definition of(TemplateFunction manual, CelType item, Body body) {
    return new Definition(manual, List.of(ANY, PATH), 2, ListType.create(item), body);
  }

  private static Object words(Arguments arguments) {
    List<Object> words = new ArrayList<>();
    for (Object value : at(arguments)) {
      if (value instanceof String text) {
        Meter.read(text);
        Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(word -> !word.isEmpty())
            .forEach(words::add);
      }
    }
    return built(words);
  }

  private static Object found(Arguments arguments, Function<Object, Optional<Object>> reading) {
    return built(
        new ArrayList<>(at(arguments).stream().flatMap(v -> reading.apply(v).stream()).toList()));
  }

  private static Object built(List<Object> values) {
    DataList list = new DataList(values);
    Meter.build(list);
    return list;
  }

  private static Optional<Object> number(Object value) {
    if (value instanceof String text) {
      return text.length() <= NUMBER_LIMIT && NUMBER.matcher(text).matches()
          ? Optional.of(Double.valueOf(text))
          : Optional.empty();
    }
    return value instanceof Number ? Optional.of(value) : Optional.empty();
  }

  private static Optional<Object> time(Object value) {
    if (value instanceof Instant) {
      return Optional.of(value);
    }
    if (value instanceof String text && text.length() <= NUMBER_LIMIT) {
      try {
        return Optional.of(Times.parse(text, ZoneOffset.UTC));
      } catch (CelRuntimeException noTime) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static List<Object> at(Arguments arguments) {
    List<Object> values = new ArrayList<>();
    collect(arguments.value(0), arguments.text(1).split("\\.", -1), 0, values);
    return values;
  }

  /// As deep as the path is long and the data are nested, which both are bounded.
  private static void collect(
      @Nullable Object value, String[] names, int next, List<Object> values) {
    if (value instanceof List<?> list) {
      Meter.read(list);
      list.forEach(item -> collect(item, names, next, values));
    } else if (next < names.length) {
      if (value instanceof Map<?, ?> object) {
        collect(object.get(names[next]), names, next + 1, values);
      }
    } else if (value != null && value != NullValue.NULL_VALUE) {
      values.add(value);
    }
  }
}
