package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Worlds in which anything may happen at any moment. `-Dposthouse.walks=1000` walks more of them,
/// `-Dposthouse.seed=17` walks that one and writes its story to `target/walk-17.txt`.
class RandomWalkTest {
  private static final int STEPS = 200;

  @TempDir Path folder;

  static LongStream seeds() {
    Long one = Long.getLong("posthouse.seed");
    return one == null
        ? LongStream.rangeClosed(1, Long.getLong("posthouse.walks", 30L))
        : LongStream.of(one);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatever_happens_everything_accepted_comes_to_an_end(long seed) throws Exception {
    var world = new World(WorldFixture.KIND, folder, seed);
    try (world) {
      var walk = new RandomWalk(world, seed);
      walk.steps(STEPS);
      walk.faultsEnd();
      assertThat(world.books.waiting()).as("open work, seed %s", seed).isEmpty();
    } catch (Throwable e) {
      Path story = Path.of("target", "walk-" + seed + ".txt");
      Files.writeString(story, String.join("\n", world.trace) + "\n" + e + "\n");
      throw new AssertionError("seed " + seed + ", told in " + story, e);
    }
  }
}
