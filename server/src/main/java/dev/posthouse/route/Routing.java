package dev.posthouse.route;

import dev.posthouse.config.Subscription;
import dev.posthouse.config.Watch;
import dev.posthouse.event.Decision;
import java.util.List;

/// What the router decided about one event: the number of the table that decided, and the
/// subscriptions that get it, in the order of their ids.
///
/// @param questions what only the ledger can decide
/// @param decided what the event itself says of changes
public record Routing(
    long table, List<Subscription> matched, List<Question> questions, List<Decision> decided) {
  public Routing {
    matched = List.copyOf(matched);
    questions = List.copyOf(questions);
    decided = List.copyOf(decided);
  }

  public Routing(long table, List<Subscription> matched) {
    this(table, matched, List.of(), List.of());
  }

  /// What a subscription asks that watches for changes.
  ///
  /// @param begins whether the event only says where to begin: then it is none of those that
  ///   matched
  public record Question(
      Subscription subscription, Watch watch, Watch.Asked asked, boolean begins) {}
}
