package dev.posthouse.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Clients that publish one event after the other and do not give up: after a 503 or a lost
/// connection they publish the same id again, as clients should.
final class Publishers implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_FINISH = Duration.ofSeconds(30);

  private final Client client;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, String> accepted = new ConcurrentHashMap<>();
  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private volatile boolean finishing;

  Publishers(Client client, int count) {
    this.client = client;
    for (int i = 0; i < count; i++) {
      String name = "publisher-" + i;
      threads.execute(() -> publishOn(name));
    }
  }

  private void publishOn(String name) {
    try {
      for (int number = 0; !finishing; number++) {
        publish(name + "-" + number);
      }
    } catch (InterruptedException giveUp) {
      Thread.currentThread().interrupt();
    }
  }

  private void publish(String id) throws InterruptedException {
    while (!tryToPublish(id)) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /// Whether there was an answer that settles it.
  private boolean tryToPublish(String id) throws InterruptedException {
    try {
      Client.Reply reply = client.publish("order.created", id);
      if (reply.status() == 503) {
        return false;
      } else if (reply.status() == 202 || reply.status() == 200) {
        accepted.put(id, reply.json().path("id").asString());
      } else {
        wrong.add(reply.status() + " " + reply.text());
      }
      return true;
    } catch (IOException lost) {
      return false;
    }
  }

  /// Lets each get an answer for its last event, and ends them.
  ///
  /// @return the id of the event by the id that its publisher gave it, for all that were accepted
  Map<String, String> finish() throws InterruptedException {
    finishing = true;
    threads.shutdown();
    if (!threads.awaitTermination(LONGEST_FINISH.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("an event got no answer within " + LONGEST_FINISH);
    }
    return Map.copyOf(accepted);
  }

  /// Answers that a publisher of right events should never get.
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  @Override
  public void close() {
    finishing = true;
    threads.shutdownNow();
    threads.close();
  }
}
