package dev.posthouse.webhooks.provider;

import java.util.List;

/// What a verified request says.
public sealed interface Reading {
  /// Something happened. All of them are stored or none.
  ///
  /// @param events may be empty: an answer is wanted all the same
  record Events(List<ProviderEvent> events) implements Reading {
    public Events {
      events = List.copyOf(events);
    }
  }

  /// The provider wants this answer, and nothing happened.
  record Handshake(Answer answer) implements Reading {}

  /// The request is not of the form that the provider documents.
  ///
  /// @param message what is wrong, for the log and the answer
  record Unreadable(String message) implements Reading {}
}
