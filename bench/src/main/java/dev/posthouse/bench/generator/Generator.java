package dev.posthouse.bench.generator;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Open load: event after event at a fixed rate, whatever the answers do. An event's time of
/// sending is the moment when its turn came, also when no connection was free then: a server that
/// is slow cannot make the load wait for it and look better. One thread, connections kept alive.
///
/// Arguments: address, file of the event's text, file of the lanes, events a second, seconds of
/// warm-up, seconds, number of the first event, connections, file for the accepted numbers. Prints
/// `window` when the warm-up is over, and at the end what came of the rest.
public final class Generator {
  private static final long LONGEST = 3_600_000_000L;
  private static final long MICROS = 1_000_000;
  private static final long LAST_ANSWERS_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int DIGITS = 3;

  /// A server that cannot keep up gets no more after so long.
  private static final int OVERTIME_SECONDS = 10;

  private final URI url;
  private final Requests requests;
  private final Lanes lanes;
  private final long rate;
  private final long first;
  private final Selector selector = Selector.open();
  private final Deque<Pipe> idle = new ArrayDeque<>();
  private final BitSet accepted = new BitSet();
  private final Histogram latency = new Histogram(LONGEST, DIGITS);
  private final ByteBuffer out;
  private long sent;
  private long underWay;
  private long refused;
  private long broken;
  private long startMicros;

  private Generator(String[] args) throws IOException {
    url = URI.create(args[0]);
    lanes = Lanes.read(Path.of(args[2]));
    requests = new Requests(url, Files.readString(Path.of(args[1])), lanes);
    rate = Long.parseLong(args[3]);
    first = Long.parseLong(args[6]);
    out = ByteBuffer.allocateDirect(requests.longest());
    int connections = Integer.parseInt(args[7]);
    for (int i = 0; i < connections; i++) {
      idle.add(new Pipe(selector, url));
    }
  }

  public static void main(String[] args) throws IOException {
    var generator = new Generator(args);
    generator.startMicros = micros();
    generator.publish(Long.parseLong(args[4]));
    generator.startWindow();
    long sentBefore = generator.sent;
    long cpuBefore = cpuNanos();
    generator.publish(Long.parseLong(args[5]));
    long cpu = cpuNanos() - cpuBefore;
    generator.awaitAnswers();
    Files.write(Path.of(args[8]), generator.accepted.toByteArray());
    generator.report(generator.sent - sentBefore, cpu);
  }

  private static long micros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * MICROS + now.getNano() / 1_000;
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private void startWindow() {
    latency.reset();
    refused = 0;
    broken = 0;
    System.out.println("window");
  }

  private void publish(long seconds) throws IOException {
    long last = sent + rate * seconds;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds + OVERTIME_SECONDS);
    while (sent < last && System.nanoTime() < end) {
      long due = Math.min(last, (micros() - startMicros) * rate / MICROS);
      while (sent < due && !idle.isEmpty()) {
        sendNext();
      }
      selector.select(this::read, 1);
    }
  }

  private void sendNext() throws IOException {
    Pipe pipe = idle.removeLast();
    pipe.number = sent;
    pipe.micros = startMicros + sent * MICROS / rate;
    requests.write(out, lanes.of(first + sent), first + sent, pipe.micros);
    sent++;
    underWay++;
    try {
      pipe.send(out);
    } catch (IOException e) {
      replace(pipe);
    }
  }

  private void read(SelectionKey key) {
    Pipe pipe = (Pipe) key.attachment();
    try {
      int status = pipe.receive();
      if (status > 0) {
        note(pipe, status);
        idle.addLast(pipe);
      }
    } catch (IOException e) {
      replace(pipe);
    }
  }

  private void note(Pipe pipe, int status) {
    underWay--;
    latency.recordValue(Math.clamp(micros() - pipe.micros, 0, LONGEST));
    if (status / 100 == 2) {
      accepted.set((int) (first + pipe.number));
    } else {
      refused++;
    }
  }

  /// A server may close a connection that has been idle for long: nothing is lost with it.
  private void replace(Pipe pipe) {
    try {
      if (!idle.remove(pipe)) {
        underWay--;
        broken++;
      }
      pipe.close();
      idle.addLast(new Pipe(selector, url));
    } catch (IOException e) {
      System.err.println("cannot connect again: " + e);
    }
  }

  private void awaitAnswers() throws IOException {
    long end = System.nanoTime() + LAST_ANSWERS_NANOS;
    while (underWay > 0 && System.nanoTime() < end) {
      selector.select(this::read, 1);
    }
    broken += underWay;
  }

  private void report(long inWindow, long cpuNanos) {
    System.out.printf(
        "sent %d window %d accepted %d refused %d broken %d cpu_nanos %d p50 %d p90 %d p99 %d p999 %d most %d%n",
        sent,
        inWindow,
        accepted.cardinality(),
        refused,
        broken,
        cpuNanos / Math.max(1, inWindow),
        latency.getValueAtPercentile(50),
        latency.getValueAtPercentile(90),
        latency.getValueAtPercentile(99),
        latency.getValueAtPercentile(99.9),
        latency.getMaxValue());
  }
}
