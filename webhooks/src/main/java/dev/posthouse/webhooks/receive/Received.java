package dev.posthouse.webhooks.receive;

import dev.posthouse.webhooks.provider.Answer;
import dev.posthouse.webhooks.provider.ProviderEvent;
import java.util.List;

/// What became of a request: the answer for its sender, and what its receiver should log.
///
/// @param answer to send, whatever happened
/// @param message one line for the log; quotes neither secrets nor data
/// @param events what became of each event of the request; none if it was refused or held none
public record Received(Answer answer, String message, List<Handled> events) {
  public Received {
    events = List.copyOf(events);
  }

  /// What became of an event.
  public sealed interface Handled {
    ProviderEvent event();

    /// Its handler ran.
    record Done(ProviderEvent event) implements Handled {}

    /// It was handled before.
    record Duplicate(ProviderEvent event) implements Handled {}

    /// There is no handler for its topic.
    record Ignored(ProviderEvent event) implements Handled {}

    /// The same event is being handled at this moment by another request.
    record Busy(ProviderEvent event) implements Handled {}

    /// Its handler, or the inbox, threw this.
    record Failed(ProviderEvent event, Exception reason) implements Handled {}
  }

  /// What handlers and the inbox threw.
  public List<Exception> failures() {
    return events.stream()
        .filter(Handled.Failed.class::isInstance)
        .map(failed -> ((Handled.Failed) failed).reason())
        .toList();
  }
}
