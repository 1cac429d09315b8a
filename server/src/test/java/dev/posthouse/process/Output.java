package dev.posthouse.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// What a process writes to one of its streams, as it comes.
final class Output {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final StringBuilder text = new StringBuilder();
  private boolean ended;

  static Output of(InputStream stream) {
    var output = new Output();
    Thread.ofVirtual().start(() -> output.read(stream));
    return output;
  }

  private void read(InputStream stream) {
    try (var reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        add(line);
      }
    } catch (IOException killed) {
      // What came before stays.
    } finally {
      end();
    }
  }

  private void add(String line) {
    lock.lock();
    try {
      text.append(line).append('\n');
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// All so far.
  String text() {
    lock.lock();
    try {
      return text.toString();
    } finally {
      lock.unlock();
    }
  }

  /// All so far, as soon as it contains `part`, or the stream has ended.
  String await(String part, Duration atMost) throws InterruptedException {
    return await(all -> all.contains(part), atMost);
  }

  /// All, once the stream has ended.
  String whole(Duration atMost) throws InterruptedException {
    return await(all -> false, atMost);
  }

  private String await(Predicate<String> enough, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long nanos = atMost.toNanos();
      while (!ended && !enough.test(text.toString()) && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return text.toString();
    } finally {
      lock.unlock();
    }
  }
}
