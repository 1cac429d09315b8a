package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Worlds in which anything may happen at any moment. `-Dposthouse.seeds=5000` lives more of them,
/// `-Dposthouse.seed=17` that one; `./posthouse sim` does the same with more comfort.
@Tag("long-running")
class SimulationTest {
  private static final Path STORIES = Path.of("target", "sim");

  @Test
  void whatever_happens_everything_accepted_comes_to_an_end() throws Exception {
    Long one = Long.getLong("posthouse.seed");
    long last = one != null ? one : Long.getLong("posthouse.seeds", 1_000L);
    var failures = new ArrayList<String>();
    new Seeds(WorldFixture.KIND, one != null ? one : 1, last, STORIES)
        .live(
            Runtime.getRuntime().availableProcessors(),
            life -> life.failure().ifPresent(failures::add));
    assertThat(failures).isEmpty();
  }
}
