package dev.posthouse.deliver;

/// Carries one request to a receiver and brings back what came of it. Never throws for what the
/// world does; blocks for at most the request's timeout.
public interface Sender {
  Sent send(Request request);
}
