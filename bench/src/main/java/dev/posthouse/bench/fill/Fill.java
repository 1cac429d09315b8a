package dev.posthouse.bench.fill;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Ids;
import dev.posthouse.event.Pin;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Append;
import dev.posthouse.store.Appended;
import dev.posthouse.store.Database;
import dev.posthouse.store.Ledger;
import dev.posthouse.store.Limits;
import dev.posthouse.store.PostgresDatabase;
import dev.posthouse.store.SqliteDatabase;
import dev.posthouse.store.WriterCounts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// Puts events into a ledger by the server's own store, in large transactions: either a history
/// (each event with a delivery that was delivered and its attempt) or open work. The server must
/// not be running on it.
///
/// Arguments: data folder or address of the database, node, tenant, how many events, how many hours
/// ago the first was accepted and the last, `done` or `open`, then endpoint:subscription:revision,
/// one or more.
public final class Fill {
  private static final Limits LARGE =
      new Limits(
          100_000,
          100_000,
          40_000,
          128L << 20,
          Duration.ofSeconds(5),
          50_000,
          Long.MAX_VALUE,
          Long.MAX_VALUE);

  private static final int EVENTS_A_COMMAND = 1_000;
  private static final int COMMANDS = 8;
  private static final long TELL_EVERY = 500_000;

  private final Ledger ledger;
  private final Written written;
  private final boolean open;
  private final long count;

  private Fill(Ledger ledger, Written written, long count, boolean open) {
    this.ledger = ledger;
    this.written = written;
    this.count = count;
    this.open = open;
  }

  public static void main(String[] args) {
    InstantSource clock = InstantSource.system();
    long count = Long.parseLong(args[3]);
    Instant from = clock.instant().minus(Duration.ofHours(Long.parseLong(args[4])));
    List<Written.Route> routes = Arrays.stream(args).skip(7).map(Fill::route).toList();
    var written =
        new Written(
            TenantId.parse(args[2]),
            routes,
            from,
            clock.instant().minus(Duration.ofHours(Long.parseLong(args[5]))),
            count);
    try (Database database = open(args[0], clock)) {
      Ledger ledger =
          Ledger.open(
              new Ledger.Parts(database, clock, System::nanoTime, new WriterCounts(), LARGE),
              args[1],
              Ids.floor(clock.instant()));
      new Fill(ledger, written, count, args[6].equals("open")).run();
      ledger.close();
    }
  }

  private static Database open(String place, InstantSource clock) {
    return place.contains("://")
        ? PostgresDatabase.open(place)
        : SqliteDatabase.open(Path.of(place), Runnable::run, clock);
  }

  private static Written.Route route(String text) {
    String[] parts = text.split(":", 3);
    var pin = new Pin(SubscriptionId.parse(parts[1]), Long.parseLong(parts[2]));
    return new Written.Route(EndpointId.parse(parts[0]), pin);
  }

  private void run() {
    long began = System.nanoTime();
    for (long at = 0; at < count; at += (long) EVENTS_A_COMMAND * COMMANDS) {
      batch(at, Math.min(count, at + (long) EVENTS_A_COMMAND * COMMANDS));
      if (at / TELL_EVERY != (at + (long) EVENTS_A_COMMAND * COMMANDS) / TELL_EVERY) {
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf("%,d of %,d, %.0f s%n", at, count, seconds);
      }
    }
    System.out.printf("%,d, %.0f s%n", count, (System.nanoTime() - began) / 1e9);
  }

  private void batch(long from, long to) {
    List<CompletableFuture<Appended>> appends = new ArrayList<>();
    for (long at = from; at < to; at += EVENTS_A_COMMAND) {
      appends.add(
          ledger.append(
              new Append(written.events(at, Math.min(to, at + EVENTS_A_COMMAND)), false)));
    }
    write(appends.stream());
    if (!open) {
      write(appends.stream().flatMap(this::settled));
    }
  }

  private Stream<CompletableFuture<?>> settled(CompletableFuture<Appended> append) {
    return switch (append.join()) {
      case Appended.Stored stored -> stored.entries().stream().flatMap(this::settled);
      case Appended.Refused r -> throw new IllegalStateException("refused: " + r);
      case Appended.Unavailable u -> throw new IllegalStateException("unavailable: " + u);
    };
  }

  private Stream<CompletableFuture<?>> settled(Appended.Entry entry) {
    return switch (entry) {
      case Appended.Entry.Accepted accepted ->
          accepted.open().stream().map(delivery -> ledger.settle(written.settled(delivery)));
      case Appended.Entry.Duplicate d -> Stream.empty();
      case Appended.Entry.Conflict c -> throw new IllegalStateException("conflict: " + c);
      case Appended.Entry.Rejected r -> throw new IllegalStateException("rejected: " + r);
    };
  }

  private void write(Stream<? extends CompletableFuture<?>> commands) {
    var all = commands.toArray(CompletableFuture[]::new);
    var done = CompletableFuture.allOf(all);
    while (!done.isDone()) {
      ledger.step();
    }
    done.join();
  }
}
