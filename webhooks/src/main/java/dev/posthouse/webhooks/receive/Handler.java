package dev.posthouse.webhooks.receive;

import dev.posthouse.webhooks.provider.ProviderEvent;

/// What a program does with the events of a topic.
///
/// @param <T> what the [Inbox] hands out
@FunctionalInterface
public interface Handler<T> {
  /// Handles one event. If this throws, the provider is told to send the event again.
  ///
  /// @param transaction the inbox's: what is written through it and the mark that the event was
  ///   handled are committed together, after this returns
  void handle(ProviderEvent event, T transaction) throws Exception;
}
