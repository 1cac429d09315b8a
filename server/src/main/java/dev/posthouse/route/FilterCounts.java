package dev.posthouse.route;

/// What the filter of a subscription has said since the process started.
///
/// @param passed events it let through
/// @param rejected events of which it is not true
/// @param failed events on which it could not be evaluated: a missing field, a type clash, a limit
/// @param reason why, for a recent failure: the filter's text and what is wrong; empty if there was
///   none
public record FilterCounts(long passed, long rejected, long failed, String reason) {
  static final FilterCounts NONE = new FilterCounts(0, 0, 0, "");

  public long evaluated() {
    return passed + rejected + failed;
  }

  FilterCounts plus(FilterCounts other) {
    return new FilterCounts(
        passed + other.passed, rejected + other.rejected, failed + other.failed, other.reason);
  }
}
