package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A variable that is set for the commands is no mistake of the server that starts beside them.
final class CommandVariablesTest {
  private static final Pattern VARIABLE = Pattern.compile("\"(POSTHOUSE_[A-Z_]+)\"");

  @Test
  void the_server_starts_with_the_variables_of_all_commands() throws IOException {
    List<String> variables = variables(Path.of("src/main/java/dev/posthouse/cli"));

    assertThat(variables).contains("POSTHOUSE_KEY", "POSTHOUSE_LISTEN_SECRET");
    assertThat(variables)
        .allSatisfy(variable ->
            assertThatCode(() -> Settings.of(List.of(), Map.of(variable, "x")))
                .doesNotThrowAnyException());
  }

  private static List<String> variables(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .flatMap(file -> VARIABLE.matcher(read(file)).results())
          .map((MatchResult found) -> found.group(1))
          .distinct()
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
