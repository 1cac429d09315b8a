package dev.posthouse;

import dev.posthouse.Simulation.Life;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.Emptied;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;

/// Many seeds, one life after another on each core. On virtual threads: a life passes its turn from
/// thread to thread all the time, which is cheap only where one carrier runs them all.
@NullMarked
record Seeds(Databases.Kind kind, long first, long last, Path stories) {
  /// @param seen told of each life when it is over, one at a time
  void live(int atOnce, Consumer<Life> seen) throws InterruptedException {
    Logs.level("off");
    var next = new AtomicLong(first);
    try (var databases = new Emptied(kind);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var simulation = new Simulation(databases, stories);
      List<Callable<Boolean>> workers = new ArrayList<>();
      for (int i = 0; i < atOnce; i++) {
        workers.add(() -> work(simulation, next, seen));
      }
      for (Future<Boolean> worker : threads.invokeAll(workers)) {
        var _ = worker.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      Logs.level("info");
    }
  }

  private boolean work(Simulation simulation, AtomicLong next, Consumer<Life> seen) {
    for (long seed = next.getAndIncrement(); seed <= last; seed = next.getAndIncrement()) {
      Life life = simulation.live(seed);
      synchronized (this) {
        seen.accept(life);
      }
    }
    return true;
  }
}
