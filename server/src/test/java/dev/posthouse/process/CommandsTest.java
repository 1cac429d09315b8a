package dev.posthouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.process.Launch.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands as a shell calls them.
class CommandsTest {
  private static Ended run(String... words) throws Exception {
    return new Launch(List.of(), List.of(words), Map.of("LC_ALL", "C")).run();
  }

  private static String chinese(String... words) throws Exception {
    return new Launch(List.of(), List.of(words), Map.of("LC_ALL", "zh_CN.UTF-8")).run().out();
  }

  @Test
  void help_lists_the_commands() throws Exception {
    Ended ended = run("help");

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("posthouse serve ").contains("posthouse apply ");
    assertThat(run().out()).isEqualTo(ended.out());
  }

  @Test
  void help_speaks_chinese_where_the_locale_does() throws Exception {
    assertThat(chinese("help")).contains("发布事件");
    assertThat(chinese("serve", "--help")).contains("监听端口").contains("POSTHOUSE_SECRET_KEY");
  }

  @Test
  void help_tells_more_of_one_command() throws Exception {
    assertThat(run("help", "serve").out()).contains("--database-url").contains("POSTHOUSE_PORT");
    assertThat(run("help", "send").out()).startsWith("Usage: posthouse send");
  }

  @Test
  void a_file_of_this_folder_is_data_and_no_list_of_arguments(@TempDir Path folder)
      throws Exception {
    Files.writeString(folder.resolve("order.json"), "{x");
    List<String> there = List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", folder.toString());
    List<String> send = List.of("send", "a.b", "--data", "@order.json");

    Ended ended = new Launch(there, send, Map.of("POSTHOUSE_KEY", "k", "LC_ALL", "C")).run();

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).startsWith("posthouse: order.json:1:2: this is not JSON");
  }

  @Test
  void an_unknown_command_gets_a_hint() throws Exception {
    Ended ended = run("aply");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualTo(
            "posthouse: there is no command \"aply\"; did you mean \"apply\"? (./posthouse help lists"
                + " them)\n");
  }
}
