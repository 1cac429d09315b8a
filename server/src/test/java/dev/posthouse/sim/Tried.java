package dev.posthouse.sim;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// An attempt as its row tells it, with what the model knows of it.
///
/// @param outcome the kind in the row, and the status of an answer
/// @param rule the error rule that judges it, if one does
/// @param schedules what its failure may have been judged by: one, unless the model could not see
///   when or under which policy
record Tried(
    int number, boolean manual, Outcome outcome, Optional<Rule> rule, List<Schedule> schedules) {
  private static final int GONE = 410;

  /// What the row says came of it.
  record Outcome(String kind, int status, String detail) {}

  boolean success() {
    return rule.map(r -> r.is("done")).orElse(answeredWell());
  }

  private boolean answeredWell() {
    return outcome.status >= 200 && outcome.status < 300;
  }

  /// @param counted how many attempts of the schedule that makes
  List<Schedule.Verdict> verdicts(int counted) {
    return fatal()
        .map(why -> List.<Schedule.Verdict>of(new Schedule.Verdict.GivenUp(why)))
        .orElseGet(() ->
            schedules.stream().flatMap(schedule -> schedule.after(counted).stream()).toList());
  }

  private Optional<String> fatal() {
    if (rule.isPresent()) {
      return rule.filter(r -> r.is("give_up")).map(r -> "error_rule");
    }
    if (outcome.status == GONE) {
      return Optional.of("gone");
    }
    return Stream.of("template")
        .filter(why -> outcome.kind.equals("unsent") && outcome.detail.startsWith(why))
        .findFirst();
  }

  @Override
  public String toString() {
    return "%s attempt %d: %s %d %s"
        .formatted(
            manual ? "manual" : "scheduled", number, outcome.kind, outcome.status, outcome.detail);
  }
}
