package dev.posthouse.sim;

import dev.posthouse.event.Outcome.Answered;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// An error rule as the model understands it.
///
/// @param after how long to wait, where `then` waits and the answer does not say
public record Rule(Predicate<Answered> when, String then, Duration after) {
  static Optional<Rule> judging(List<Rule> rules, Answered answer) {
    return rules.stream().filter(rule -> rule.when.test(answer)).findFirst();
  }

  boolean is(String what) {
    return then.equals(what);
  }
}
