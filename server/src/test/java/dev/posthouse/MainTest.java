package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void numbers_read_the_same_wherever_the_process_runs() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat("%,d".formatted(10_000)).isNotEqualTo("10,000");

      assertThat(Main.run(List.of("version"))).isZero();

      assertThat("%,d".formatted(10_000)).isEqualTo("10,000");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void help_about_nothing_is_a_wrong_call() {
    assertThat(Main.run(List.of("help", "nothing"))).isEqualTo(2);
  }

  @Test
  void the_help_lists_every_command_of_the_launcher() throws IOException {
    String launcher = Files.readString(Path.of("../posthouse"));
    List<String> commands =
        Pattern.compile("(?m)^    ([a-z]+)\\) shift && run_")
            .matcher(launcher)
            .results()
            .map((MatchResult match) -> match.group(1))
            .toList();

    assertThat(commands).contains("test", "bench").hasSameElementsAs(Main.LAUNCHER);
  }
}
