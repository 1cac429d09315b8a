package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.store.Database;
import dev.posthouse.testing.Emptied;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/// Lives through what a seed says: the product in a world where anything may happen at any moment,
/// watched all the time. In the end all faults are over, and everything accepted must come to its
/// end.
@NullMarked
record Simulation(Emptied databases, Path stories) {
  private static final int STEPS = 50;
  private static final int LAST_LINES = 25;

  /// What a life was like.
  ///
  /// @param course a hash of all that happened, which is the same each time a seed is lived
  /// @param failure what was found to be wrong, as a story
  record Life(long seed, int sends, int kills, int course, Optional<String> failure) {}

  Life live(long seed) {
    Database database = databases.take();
    House house = RandomWalk.house(seed);
    var world = new World(database, databases.folder("life-" + seed), seed, house);
    Optional<String> failure = Optional.empty();
    try (world) {
      var walk = new RandomWalk(world, seed);
      walk.steps(STEPS);
      walk.faultsEnd();
      assertThat(world.books.waiting()).as("open work").isEmpty();
    } catch (Exception | AssertionError e) {
      failure = Optional.of(told(seed, world.trace, e));
    }
    databases.give(database);
    return new Life(
        seed, world.network.sent().size(), world.kills(), world.trace.hashCode(), failure);
  }

  /// The end of the story, and where the whole of it is.
  private String told(long seed, List<String> trace, Throwable why) {
    Path story = stories.resolve("sim-" + seed + ".txt");
    try {
      Files.createDirectories(stories);
      Files.writeString(story, String.join("\n", trace) + "\n\n" + text(why) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> last = trace.subList(Math.max(0, trace.size() - LAST_LINES), trace.size());
    return "seed %d: %s%n  ...%n  %s%nThe whole story is in %s; `./posthouse sim --seed %d` lives it again."
        .formatted(seed, why.getMessage(), String.join("\n  ", last), story.toAbsolutePath(), seed);
  }

  private static String text(Throwable why) {
    var out = new java.io.StringWriter();
    why.printStackTrace(new java.io.PrintWriter(out));
    return out.toString();
  }
}
