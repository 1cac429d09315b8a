package dev.posthouse.webhooks.provider;

import dev.posthouse.webhooks.Refusal;

/// What became of a request.
public sealed interface Outcome {
  /// The events are on disk, now or since an earlier request.
  ///
  /// @param stored how many are new
  /// @param duplicates how many were there already
  record Stored(int stored, int duplicates) implements Outcome {}

  /// The sender is not believed.
  record Refused(Refusal refusal) implements Outcome {}

  /// The sender is believed, but what it sends cannot be read.
  record Unreadable(String message) implements Outcome {}

  /// The events could not be stored: the provider should send them again.
  record NotStored() implements Outcome {}

  /// The events arrived, and the program that they are for failed over one of them: the provider
  /// should send them again.
  record Failed() implements Outcome {}
}
