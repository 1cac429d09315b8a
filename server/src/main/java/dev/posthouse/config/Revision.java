package dev.posthouse.config;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.EventTypeId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import java.time.Instant;
import java.util.Locale;

/// One recorded change of configuration.
///
/// @param action a word, see [Action]
/// @param doc the JSON form of what the resource became, secrets as `***`; empty when it was
///   deleted
public record Revision(
    long number,
    TenantId tenant,
    Kind kind,
    long resource,
    String action,
    String who,
    Instant at,
    String doc) {

  /// What was changed.
  public enum Kind {
    ENDPOINT,
    SUBSCRIPTION,
    EVENT_TYPE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind parse(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /// The id as it is shown, such as `ep_…`.
  public String resourceId() {
    return switch (kind) {
      case ENDPOINT -> new EndpointId(resource).toString();
      case SUBSCRIPTION -> new SubscriptionId(resource).toString();
      case EVENT_TYPE -> new EventTypeId(resource).toString();
    };
  }
}
