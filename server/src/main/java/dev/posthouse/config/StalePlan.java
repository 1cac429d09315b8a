package dev.posthouse.config;

/// A plan was agreed to, and something has changed since: what would be done is not what was agreed
/// to.
public final class StalePlan extends RuntimeException {
  private static final long serialVersionUID = 1;

  StalePlan(long agreed, long newest) {
    super(
        "The plan was made at revision %d, and the newest is %d; ask for the plan again (dryRun=true)."
            .formatted(agreed, newest));
  }
}
