package dev.posthouse.history;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.SubscriptionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Which counts are asked for, and how they are laid out; what is absent does not matter.
///
/// @param step one line for each such stretch; absent: one for all of the time
/// @param group one line for each endpoint, subscription or type; absent: one for all
public record StatFilter(
    Instant since,
    Instant until,
    Optional<Step> step,
    Optional<Group> group,
    Optional<EndpointId> endpoint,
    Optional<SubscriptionId> subscription,
    Optional<String> type) {
  public enum Step {
    MINUTE(Duration.ofMinutes(1)),
    HOUR(Duration.ofHours(1)),
    DAY(Duration.ofDays(1));

    private final Duration length;

    Step(Duration length) {
      this.length = length;
    }

    public Duration length() {
      return length;
    }
  }

  public enum Group {
    ENDPOINT,
    SUBSCRIPTION,
    TYPE
  }

  /// Whether events are counted too: they belong to no endpoint and no subscription.
  public boolean countsEvents() {
    boolean all = group.isEmpty() || group.get() == Group.TYPE;
    return all && endpoint.isEmpty() && subscription.isEmpty();
  }
}
