package dev.posthouse.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Clients that publish one letter, or some, after the other and do not give up: after a 503 or a
/// lost connection they publish the same ids again, as clients should.
final class Publishers implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_FINISH = Duration.ofSeconds(90);
  private static final int MOST_WRONG = 100;

  /// A publisher that is late by more than this does not catch up.
  private static final long MOST_LATE = TimeUnit.SECONDS.toNanos(1);

  private final Client headOffice;
  private final Client branchOffice;
  private final Pace pace;
  private final BiConsumer<Letter, String> accepted;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicLong longestAnswer = new AtomicLong();
  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch acceptance = new CountDownLatch(1);
  private volatile boolean finishing;

  /// @param perSecond letters of all publishers together
  /// @param most letters that are sent in one batch
  record Pace(int publishers, int perSecond, int most) {}

  /// @param client with the admin key
  /// @param accepted told once of each letter that was taken, with the id of its event
  Publishers(Client client, Pace pace, BiConsumer<Letter, String> accepted) {
    headOffice = client.as(Addressee.HEAD_OFFICE);
    branchOffice = client.as(Addressee.BRANCH_OFFICE);
    this.pace = pace;
    this.accepted = accepted;
    for (int i = 0; i < pace.publishers(); i++) {
      threads.execute(this::publish);
    }
  }

  private void publish() {
    long due = System.nanoTime();
    try {
      while (!finishing) {
        int count = 1 + ThreadLocalRandom.current().nextInt(pace.most());
        publish(count);
        due = Math.max(due, System.nanoTime() - MOST_LATE);
        due += TimeUnit.SECONDS.toNanos(1) * count * pace.publishers() / pace.perSecond();
        pause(due - System.nanoTime());
      }
    } catch (InterruptedException giveUp) {
      Thread.currentThread().interrupt();
    }
  }

  private void publish(int count) throws InterruptedException {
    var letters = new ArrayList<Letter>();
    for (int i = 0; i < count; i++) {
      letters.add(new Letter(next.getAndIncrement(), System.nanoTime()));
    }
    publish(headOffice, of(Addressee.HEAD_OFFICE, letters));
    publish(branchOffice, of(Addressee.BRANCH_OFFICE, letters));
  }

  private static List<Letter> of(String tenant, List<Letter> letters) {
    return letters.stream().filter(letter -> letter.tenant().equals(tenant)).toList();
  }

  private void publish(Client client, List<Letter> letters) throws InterruptedException {
    List<Letter> left = letters;
    while (!left.isEmpty()) {
      long started = System.nanoTime();
      int before = left.size();
      left = tryToPublish(client, left);
      longestAnswer.accumulateAndGet(System.nanoTime() - started, Math::max);
      if (left.size() == before) {
        pause(PAUSE.toNanos());
      }
    }
  }

  /// Returns those that are to be published again.
  private List<Letter> tryToPublish(Client client, List<Letter> letters)
      throws InterruptedException {
    try {
      return letters.size() == 1 ? single(client, letters) : batch(client, letters);
    } catch (IOException lost) {
      return letters;
    }
  }

  private List<Letter> single(Client client, List<Letter> letters)
      throws IOException, InterruptedException {
    Client.Reply reply = client.post("/v1/events", letters.getFirst().json());
    if (busy(reply)) {
      return letters;
    }
    result(letters.getFirst(), reply.status(), reply.json());
    return List.of();
  }

  private List<Letter> batch(Client client, List<Letter> letters)
      throws IOException, InterruptedException {
    String all = letters.stream().map(Letter::json).collect(Collectors.joining(",", "[", "]"));
    Client.Reply reply = client.post("/v1/events/batch", all);
    if (busy(reply)) {
      return letters;
    } else if (reply.status() != 202) {
      wrong(reply.status() + " " + reply.text());
      return List.of();
    }
    JsonNode results = reply.json().path("results");
    for (int i = 0; i < letters.size(); i++) {
      result(letters.get(i), results.path(i).path("status").asInt(), results.path(i));
    }
    return List.of();
  }

  private boolean busy(Client.Reply reply) {
    if (reply.status() != 503) {
      return false;
    }
    refusals.incrementAndGet();
    if (!reply.header("retry-after").matches("[1-9]\\d*")) {
      wrong("503 without a Retry-After: " + reply.text());
    }
    return true;
  }

  private void result(Letter letter, int status, JsonNode result) {
    if (status == 202 || status == 200) {
      accepted.accept(letter, result.path("id").asString());
      acceptance.countDown();
    } else {
      wrong(letter + ": " + result);
    }
  }

  private void wrong(String what) {
    if (wrong.size() < MOST_WRONG) {
      wrong.add(what);
    }
  }

  private static void pause(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    LockSupport.parkNanos(nanos);
  }

  /// Returns as soon as one more letter was taken.
  void awaitAcceptance(Duration atMost) throws InterruptedException {
    var latch = new CountDownLatch(1);
    acceptance = latch;
    if (!latch.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AssertionError("nothing was accepted within " + atMost);
    }
  }

  /// Lets each get an answer for its last letters, and ends them. All letters up to the number
  /// returned were taken.
  int finish() throws InterruptedException {
    finishing = true;
    threads.shutdown();
    if (!threads.awaitTermination(LONGEST_FINISH.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("a letter got no answer within " + LONGEST_FINISH);
    }
    return next.get();
  }

  /// Answers that a publisher of right events should never get.
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  /// How often a publisher was told to come again.
  int refusals() {
    return refusals.get();
  }

  /// The longest that a publisher waited for an answer, or for the loss of its connection.
  Duration longestAnswer() {
    return Duration.ofNanos(longestAnswer.get());
  }

  @Override
  public void close() {
    finishing = true;
    threads.shutdownNow();
    threads.close();
  }
}
