package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A story that cannot be told again is no use. What must not matter differs from process to
/// process: where maps and sets begin, and what objects hash to.
class SameCourseTest {
  private static final int SEEDS = 25;

  @Test
  void a_seed_takes_the_same_course_in_another_process() throws Exception {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            SameCourseTest.class.getName());
    Process other = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    List<String> here = courses();
    try (var lines = other.inputReader()) {
      assertThat(lines.lines().filter(line -> line.startsWith("seed "))).isEqualTo(here);
    }
  }

  public static void main(String[] arguments) throws InterruptedException {
    courses().forEach(System.out::println);
  }

  private static List<String> courses() throws InterruptedException {
    var courses = new TreeMap<Long, Integer>();
    new Seeds(WorldFixture.KIND, 1, SEEDS, Path.of("target", "sim"))
        .live(1, life -> courses.put(life.seed(), life.course()));
    return courses.entrySet().stream()
        .map(life -> "seed %d %08x".formatted(life.getKey(), life.getValue()))
        .toList();
  }
}
