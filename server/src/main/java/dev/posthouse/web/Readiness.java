package dev.posthouse.web;

import java.time.Duration;
import java.util.List;

/// Whether the server takes events at present.
///
/// @param reasons why not; empty if it does
/// @param lag the age of the oldest delivery that is due and has not been tried
public record Readiness(List<Reason> reasons, Duration lag) {
  public Readiness {
    reasons = List.copyOf(reasons);
  }

  /// `code` is stable, such as `disk_full`; `detail` is for people.
  public record Reason(String code, String detail) {}

  public boolean ready() {
    return reasons.isEmpty();
  }
}
