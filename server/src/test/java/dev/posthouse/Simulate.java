package dev.posthouse;

import dev.posthouse.Simulation.Life;
import dev.posthouse.testing.Databases;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.NullMarked;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./posthouse sim`: lives through any number of seeds and tells how it went.
@NullMarked
@Command(
    name = "sim",
    description =
        "Simulates the server: each seed is another course of publishes, faults and kills.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class Simulate implements Callable<Integer> {
  private static final Duration PROGRESS = Duration.ofSeconds(5);

  @Option(names = "--seeds", paramLabel = "N", description = "how many (default: 1000)")
  long seeds = 1_000;

  @Option(names = "--from", paramLabel = "S", description = "the first (default: 1)")
  long from = 1;

  @Option(names = "--seed", paramLabel = "S", description = "that one only")
  long one;

  @Option(names = "--database", paramLabel = "KIND", description = "sqlite (default) or postgres")
  String database = "sqlite";

  @Option(names = "--at-once", paramLabel = "N", description = "lives at once (default: cores)")
  int atOnce = Runtime.getRuntime().availableProcessors();

  @Option(names = "--stories", paramLabel = "FOLDER", description = "where failures are told")
  Path stories = Path.of("target", "sim");

  private final PrintStream out;
  private final LongSupplier nanos;
  private final List<String> failures = new ArrayList<>();
  private long lives;
  private long sends;
  private long kills;
  private long started;
  private long told;

  Simulate(PrintStream out, LongSupplier nanos) {
    this.out = out;
    this.nanos = nanos;
  }

  public static void main(String[] arguments) {
    var command = new Simulate(System.out, System::nanoTime);
    System.exit(new CommandLine(command).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    var kind = Databases.Kind.valueOf(database.toUpperCase(Locale.ROOT));
    long first = one == 0 ? from : one;
    long last = one == 0 ? from + seeds - 1 : one;
    started = nanos.getAsLong();
    told = started;
    new Seeds(kind, first, last, stories).live(atOnce, life -> seen(life, last - first + 1));
    out.printf(
        "%,d seeds from %d on %s in %,d s: %,d requests sent, %,d kills, %d failed%n",
        lives, first, database, seconds(started), sends, kills, failures.size());
    failures.forEach(out::println);
    return failures.isEmpty() ? 0 : 1;
  }

  private void seen(Life life, long all) {
    lives++;
    sends += life.sends();
    kills += life.kills();
    life.failure()
        .ifPresent(failure -> {
          failures.add(failure);
          out.println(failure);
        });
    if (seconds(told) >= PROGRESS.toSeconds()) {
      told = nanos.getAsLong();
      out.printf("%,d of %,d seeds, %d failed%n", lives, all, failures.size());
    }
  }

  private long seconds(long since) {
    return Duration.ofNanos(nanos.getAsLong() - since).toSeconds();
  }
}
