package dev.posthouse.webhooks.receive;

import java.time.Instant;

/// Remembers which events were handled, so that each is handled once however often its provider
/// sends it. Looking up the key and marking it as handled are one step: of two requests with the
/// same key at the same moment, only one runs the work.
///
/// @param <T> what the work gets, so that its own writes and the mark are one: a `Connection` in
///   [JdbcInbox]; [NoTransaction] where the store has none to give
public interface Inbox<T> {
  /// Runs the work unless it was done before under this key. If it throws, nothing is remembered,
  /// and the next request with the key runs it again.
  ///
  /// @param key unique among all sources of the inbox, of any length
  /// @param now the receiver's time, from which on it is remembered
  /// @throws Exception what the work throws, or the store
  Taken once(String key, Instant now, Work<T> work) throws Exception;

  /// What is done once for an event.
  @FunctionalInterface
  interface Work<T> {
    void run(T transaction) throws Exception;
  }

  /// Nothing to write through.
  enum NoTransaction {
    NONE
  }

  /// What became of a call.
  enum Taken {
    /// The work was done, now.
    DONE,
    /// The work was done before.
    DUPLICATE,
    /// Another request with the same key is being handled at this moment, and nobody knows yet how
    /// it ends: the provider should send this one again.
    BUSY
  }
}
