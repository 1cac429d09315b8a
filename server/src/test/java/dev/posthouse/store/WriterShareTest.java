package dev.posthouse.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.testing.Databases;
import dev.posthouse.work.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class WriterShareTest extends LedgerFixture {
  private final List<Duration> rests = new ArrayList<>();
  private final WriterShare share = new WriterShare(new Stepping(), counts);

  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }

  /// The writer is turned by whoever waits for it; a rest is noted.
  private final class Stepping implements Tasks {
    @Override
    public void start(String name, Runnable task) {
      task.run();
    }

    @Override
    public <T> T await(CompletableFuture<T> result) {
      return done(result);
    }

    @Override
    public void rest(Duration length) {
      rests.add(length);
    }
  }

  @Test
  void rests_four_times_as_long_as_the_writer_was_at_it() throws InterruptedException {
    assertThat(share.await(() -> changeThatTakes(Duration.ofMillis(7)))).isEqualTo(1);
    var unnoticed = share.await(() -> changeThatTakes(Duration.ZERO));

    assertThat(unnoticed).isEqualTo(1);
    assertThat(rests).containsExactly(Duration.ofMillis(28));
    assertThat(counts.sharedNanos.sum()).isEqualTo(Duration.ofMillis(7).toNanos());
  }

  private CompletableFuture<Integer> changeThatTakes(Duration time) {
    return ledger.change(db -> {
      nanosAhead += time.toNanos();
      return 1;
    });
  }
}
