package dev.posthouse.web;

import dev.posthouse.access.Caller;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.SourceId;
import dev.posthouse.work.Quota;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a caller may publish, and how much of it.
record Permit(Caller caller) {
  /// Called before the body is read, so that those who are over their rate cost little.
  ///
  /// @throws Refusal 429
  void ask() {
    for (Quota quota : caller.quotas()) {
      refuseIf(quota, quota.untilOne());
    }
  }

  /// 403, if the caller may not publish this event.
  Optional<Problem> refusal(NewEvent event) {
    String source = event.origin().source();
    return !caller.admin() && isReceived(source)
        ? Optional.of(forbidden("Events of " + source + " come in at that source itself."))
        : caller.publishing().refusal(event).map(Permit::forbidden);
  }

  /// Who reads that an event is of a source may believe that its provider sent it.
  private static boolean isReceived(String source) {
    if (!source.startsWith(SourceId.PREFIX)) {
      return false;
    }
    try {
      var _ = SourceId.parse(source);
      return true;
    } catch (IllegalArgumentException another) {
      return false;
    }
  }

  /// Takes the room that events need, of every limit or of none.
  ///
  /// @throws Refusal 429, or 413 if they never have room
  void take(int events) {
    List<Quota> quotas = caller.quotas();
    for (int i = 0; i < quotas.size(); i++) {
      Quota quota = quotas.get(i);
      if (events > quota.rate().starts()) {
        quotas.subList(0, i).forEach(taken -> taken.giveBack(events));
        throw new Refusal(tooMany(quota));
      }
      Duration wait = quota.take(events);
      if (!wait.isZero()) {
        quotas.subList(0, i).forEach(taken -> taken.giveBack(events));
        refuseIf(quota, wait);
      }
    }
  }

  /// For events that were not taken in after all.
  void giveBack(int events) {
    caller.quotas().forEach(quota -> quota.giveBack(events));
  }

  private static void refuseIf(Quota quota, Duration wait) {
    if (!wait.isZero()) {
      throw new Refusal(
          Problem.busy(
              429,
              "rate_limited",
              "No more than %s events may be published here.".formatted(quota.rate().text()),
              wait));
    }
  }

  private static Problem tooMany(Quota quota) {
    return Problem.tooLarge(
        "A batch may have at most %d events here: no more than %s may be published."
            .formatted(quota.rate().starts(), quota.rate().text()));
  }

  private static Problem forbidden(String why) {
    return Problem.of(403, "forbidden", "This key may not publish that", why);
  }
}
