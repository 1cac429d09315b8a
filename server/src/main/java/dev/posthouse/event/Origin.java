package dev.posthouse.event;

/// Where an event comes from and what it is called there. The pair is the key of idempotency within
/// a tenant; an empty `id` means that the publisher gave none and every publish is a new event.
public record Origin(String source, String id) {
  public boolean keyed() {
    return !id.isEmpty();
  }
}
