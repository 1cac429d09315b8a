package dev.posthouse.receive;

import dev.posthouse.accept.Acceptance;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.SourceId;
import dev.posthouse.event.TenantId;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Heavy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.node.ObjectNode;

/// The gate for other people's webhooks: finds the source that a request is for. What becomes of it
/// then is told by its [Visit].
public final class Receiver {
  /// Requests that wait for their commit at once. The queue of the ledger holds ten times as many,
  /// so that publishers find room in it however much sources receive.
  static final int MOST_WAITING = 2_000;

  /// Of them for one source.
  static final int MOST_WAITING_OF_ONE = 1_000;

  private final Parts parts;
  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private final Counts all = new Counts();
  private final Map<SourceId, Memory> memories = new ConcurrentHashMap<>();

  /// Stores what was received; see `Acceptor.receive`.
  @FunctionalInterface
  public interface Taker {
    Acceptance take(TenantId tenant, List<NewEvent> events) throws InterruptedException;
  }

  /// What a receiver works with.
  ///
  /// @param memory what requests may hold before they are verified: their own, so that nobody who
  ///   proves nothing takes what publishers need
  public record Parts(
      Sources sources, Taker taker, Heavy heavy, Budget memory, InstantSource clock) {}

  /// What is remembered of a source while the server runs.
  ///
  /// @param waiting how many of its requests may still wait for their commit
  record Memory(Counts counts, Ring ring, Semaphore waiting) {}

  public Receiver(Parts parts) {
    this.parts = parts;
  }

  Parts parts() {
    return parts;
  }

  /// For all sources.
  Semaphore waiting() {
    return waiting;
  }

  /// Of all sources, those that are gone included.
  Counts all() {
    return all;
  }

  /// Events stored since the start.
  public long stored() {
    return all.stored.sum();
  }

  /// Events that were there already.
  public long duplicates() {
    return all.duplicates.sum();
  }

  /// Those of them whose content was another one.
  public long differing() {
    return all.differing.sum();
  }

  /// How many requests were refused, by reason.
  public Map<String, Long> refusals() {
    return all.refused();
  }

  public Budget memory() {
    return parts.memory();
  }

  /// A request to the source at its address; empty if there is none there.
  public Optional<Visit> visit(Head head) {
    return parts.sources().at(head.address()).map(door -> new Visit(this, door, head));
  }

  List<Source> sources() {
    return parts.sources().all();
  }

  /// What a source refused last, newest first.
  public List<Refused> refused(Source source) {
    return memory(source).ring().list();
  }

  /// How a source fares, for people.
  public ObjectNode status(Source source) {
    return memory(source).counts().json(now());
  }

  Memory memory(Source source) {
    return memories.computeIfAbsent(
        source.id(),
        none -> new Memory(new Counts(), new Ring(), new Semaphore(MOST_WAITING_OF_ONE)));
  }

  /// Remembers nothing of sources that are gone.
  void forgetGone() {
    memories.keySet().removeIf(id -> !parts.sources().has(id));
  }

  Instant now() {
    return parts.clock().instant();
  }
}
