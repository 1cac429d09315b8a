package dev.posthouse.rule;

import dev.cel.common.CelValidationException;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A condition on an event, in CEL or in Shopify's language: all its texts must be true. Compiled
/// once, when it is saved; evaluated by any number of threads.
public final class Filter {
  /// Each text is compiled at every start and evaluated for every event; more belong into one text
  /// with `in` or `||`.
  public static final int LIMIT = 50;

  /// Lets every event pass.
  public static final Filter ALL = new Filter(List.of(), List.of());

  private final List<Item> items;
  private final List<Expression> expressions;

  /// One text, compiled.
  ///
  /// @param changed the fields of each `changed(…)`
  private record Item(String text, List<Expression> expressions, List<List<String>> changed) {
    String cel() {
      return changed.isEmpty() ? expressions.getFirst().cel() : text;
    }
  }

  private Filter(List<Item> items, List<Expression> expressions) {
    this.items = List.copyOf(items);
    this.expressions = List.copyOf(expressions);
  }

  /// @throws Invalid with every flaw of every text: line and column in the message; the pointer is
  ///   `/filter` if there is but one text, else `/filter/0` and so on
  public static Filter compile(List<String> texts) {
    if (texts.size() > LIMIT) {
      throw new Invalid(
          "/filter", "a filter has at most %d texts, this has %d".formatted(LIMIT, texts.size()));
    }
    List<Item> items = new ArrayList<>();
    List<Flaw> flaws = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      try {
        String pointer = texts.size() == 1 ? "/filter" : "/filter/" + i;
        items.add(compile(texts.get(i), pointer));
      } catch (Invalid e) {
        flaws.addAll(e.flaws());
      }
    }
    if (!flaws.isEmpty()) {
      throw new Invalid(flaws);
    }
    return new Filter(items, items.stream().flatMap(i -> i.expressions().stream()).toList());
  }

  /// A text in another language than CEL is translated first.
  private static Item compile(String text, String pointer) {
    if (ShopifyFilter.is(text)) {
      var translated = Expression.translated(ShopifyFilter.read(text, pointer), pointer);
      return new Item(text, List.of(translated), List.of());
    }
    if (!ChangedItems.in(text) || text.length() > Language.TEXT_LIMIT) {
      return plain(text, pointer);
    }
    ChangedItems parts;
    try {
      parts = ChangedItems.of(text, pointer);
    } catch (CelValidationException e) {
      return plain(text, pointer);
    }
    return parts.fields().isEmpty()
        ? plain(text, pointer)
        : new Item(text, Expression.rest(text, parts, pointer), parts.fields());
  }

  private static Item plain(String text, String pointer) {
    return new Item(text, List.of(Expression.compile(text, pointer, Purpose.FILTER)), List.of());
  }

  /// The fields of each `changed(…)`, of which some must have changed.
  public List<List<String>> changed() {
    return items.stream().flatMap(item -> item.changed().stream()).toList();
  }

  /// What a filter says about an event.
  public sealed interface Result {}

  public enum Passed implements Result {
    INSTANCE
  }

  /// A no. The reason is worked out when somebody asks, for most are never asked for; that holds on
  /// to the event, so do not keep this.
  public static final class Rejected implements Result {
    private final String text;
    private final boolean failed;
    private final Supplier<Words> reason;

    private Rejected(String text, boolean failed, Supplier<Words> reason) {
      this.text = text;
      this.failed = failed;
      this.reason = reason;
    }

    static Rejected saidNo(String text, Supplier<Words> reason) {
      return new Rejected(text, false, reason);
    }

    static Rejected failed(String text, Supplier<Words> reason) {
      return new Rejected(text, true, reason);
    }

    /// The text of the filter that said no.
    public String text() {
      return text;
    }

    /// True if it could not be evaluated (a field is missing, types clash, a limit is exceeded);
    /// false if it is simply not true of this event.
    public boolean failed() {
      return failed;
    }

    /// For people, with the values seen: "`order.total` is 99.5".
    public Words reason() {
      return reason.get();
    }

    /// For people, in a whole sentence: "`order.total > 100` was false: `order.total` is 99.5".
    public Words because() {
      Words said =
          failed
              ? new Words("`" + text + "` could not be evaluated", "`" + text + "` 无法求值")
              : new Words("`" + text + "` was false", "`" + text + "` 不成立");
      Words why = reason();
      return why.equals(Failure.FALSE) ? said : said.because(why);
    }

    @Override
    public String toString() {
      return text + ": " + reason().english();
    }
  }

  /// A filter that could not be asked, for a reason of what it is asked about.
  ///
  /// @param text what takes the place of the filter's text
  public static Result failed(String text, Words reason) {
    return Rejected.failed(text, () -> reason);
  }

  /// Never throws: whatever goes wrong is this filter's no.
  public Result test(EventView event) {
    for (Expression expression : expressions) {
      Result result = test(expression, event);
      if (result instanceof Rejected) {
        return result;
      }
    }
    return Passed.INSTANCE;
  }

  private static Result test(Expression expression, EventView event) {
    String text = expression.text();
    return switch (expression.evaluate(event)) {
      case Expression.Value(Boolean passed) when passed -> Passed.INSTANCE;
      case Expression.Value(Boolean no) ->
          Rejected.saidNo(text, () -> expression.values(event).orElse(Failure.FALSE));
      case Expression.Value(Object value) ->
          Rejected.failed(text, () -> Failure.noBoolean(Path.shown(value)));
      case Expression.Failed(Supplier<Words> reason) -> Rejected.failed(text, reason);
    };
  }

  /// The fields of the data that it names, each as its names from the data on.
  public Set<List<String>> fields() {
    Set<List<String>> fields = new LinkedHashSet<>();
    for (Expression expression : expressions) {
      expression.paths().stream().map(Path::inData).filter(Objects::nonNull).forEach(fields::add);
    }
    return fields;
  }

  /// As they were written.
  public List<String> texts() {
    return items.stream().map(Item::text).toList();
  }

  /// The same in CEL where one of them is in another language, in the same order; else nothing.
  public List<String> inCel() {
    return items.stream().allMatch(item -> item.cel().equals(item.text()))
        ? List.of()
        : items.stream().map(Item::cel).toList();
  }

  /// What may not mean what its author thinks, in sentences.
  public List<String> notes() {
    return texts().stream()
        .filter(ShopifyFilter::is)
        .flatMap(t -> ShopifyFilter.notes(t).stream())
        .toList();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Filter filter && texts().equals(filter.texts());
  }

  @Override
  public int hashCode() {
    return texts().hashCode();
  }

  @Override
  public String toString() {
    return texts().toString();
  }
}
