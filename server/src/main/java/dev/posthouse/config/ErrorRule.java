package dev.posthouse.config;

import dev.posthouse.event.Outcome.Answered;
import dev.posthouse.rule.AnswerFilter;
import dev.posthouse.rule.AnswerView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What an answer of a receiver means that does not speak as HTTP has it.
///
/// @param when all that it says must be so
/// @param after how long to wait, where `then` waits and the answer does not say
public record ErrorRule(When when, Then then, Optional<Duration> after) {
  /// In characters; it is kept with every attempt that the rule judges.
  private static final int DESCRIBED = 300;

  /// Some condition at least is there.
  ///
  /// @param statuses empty: any
  public record When(
      List<Statuses> statuses, Optional<NamedHeader> header, Optional<AnswerFilter> filter) {
    public When {
      statuses = List.copyOf(statuses);
    }

    boolean holds(Answered answer, Supplier<AnswerView> view) {
      return (statuses.isEmpty() || statuses.stream().anyMatch(s -> s.hold(answer.status())))
          && header.map(h -> h.in(answer)).orElse(true)
          && filter.map(f -> f.test(view.get())).orElse(true);
    }
  }

  /// Statuses from `first` to `last`.
  public record Statuses(int first, int last) {
    boolean hold(int status) {
      return status >= first && status <= last;
    }

    @Override
    public String toString() {
      return first == last ? String.valueOf(first) : first + "-" + last;
    }
  }

  /// A header that the answer has.
  ///
  /// @param value empty: any
  public record NamedHeader(String name, String value) {
    boolean in(Answered answer) {
      return answer.headers().stream()
          .anyMatch(h ->
              h.name().equalsIgnoreCase(name)
                  && (value.isEmpty() || h.value().strip().equalsIgnoreCase(value)));
    }

    @Override
    public String toString() {
      return value.isEmpty() ? name : name + ": " + value;
    }
  }

  /// What follows.
  public enum Then {
    /// The delivery is delivered.
    DONE,
    /// It is tried again by the retry policy.
    RETRY,
    /// It is tried again after the time that the answer or the rule says.
    RETRY_AFTER,
    /// It has failed.
    GIVE_UP,
    /// It is tried again by the retry policy; the endpoint is sent nothing for the time that the
    /// answer or the rule says.
    PAUSE,
    /// It is tried again by the retry policy, once the endpoint, which is disabled now, is enabled.
    DISABLE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean waits() {
      return this == RETRY_AFTER || this == PAUSE;
    }
  }

  /// For people, and without control characters, which not every database stores: "2: pause when
  /// status 400, filter response.body.error_code == 'BUSY'".
  ///
  /// @param number counts from 1
  public String described(int number) {
    var conditions = new ArrayList<String>();
    if (!when.statuses.isEmpty()) {
      conditions.add(
          "status "
              + when.statuses.stream().map(Statuses::toString).collect(Collectors.joining(", ")));
    }
    when.header.ifPresent(header -> conditions.add("header " + header));
    when.filter.ifPresent(filter -> conditions.add("filter " + filter.text()));
    String text =
        "%d: %s when %s"
            .formatted(number, then.word(), String.join(" and ", conditions))
            .replaceAll("\\p{Cntrl}", " ");
    return text.codePointCount(0, text.length()) <= DESCRIBED
        ? text
        : text.substring(0, text.offsetByCodePoints(0, DESCRIBED - 1)) + "…";
  }

  /// Whether this rule judges the answer.
  ///
  /// @param view of the same answer; asked only where a filter wants it
  public boolean holds(Answered answer, Supplier<AnswerView> view) {
    return when.holds(answer, view);
  }
}
