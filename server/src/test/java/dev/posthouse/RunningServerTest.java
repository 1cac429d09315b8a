package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.cli.Local;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunningServerTest {
  @TempDir Path data;

  private Local noted(RunningServer server) throws IOException {
    Files.writeString(data.resolve("admin.key"), "phk_admin_1\n");
    server.note(data);
    return RunningServer.find(data, "");
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8080, http://127.0.0.1:8080",
    "http://localhost:8080, http://localhost:8080",
    "https://[::1]:8443,    https://[::1]:8443",
    "http://0.0.0.0:8080,   http://127.0.0.1:8080",
    "http://[::]:8080,      http://[::1]:8080",
  })
  void a_running_server_is_found_with_its_key(String url, String found) throws IOException {
    assertThat(noted(RunningServer.here(url, "demo")))
        .isEqualTo(new Local(found, "phk_admin_1", "demo"));
    assertThat(RunningServer.find(data, "given").key()).isEqualTo("given");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve("server.properties"))))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://10.1.2.3:8080", "http://posthouse.example:8080", "http://[fd00::1]:1"})
  void no_key_goes_to_an_address_that_another_machine_may_have(String url) throws IOException {
    assertThat(noted(RunningServer.here(url, ""))).isEqualTo(Local.NONE);
  }

  @Test
  void a_note_that_outlived_its_process_is_none() throws IOException {
    RunningServer own = RunningServer.here("http://127.0.0.1:1", "");

    assertThat(noted(new RunningServer(own.url(), own.process(), "2020-01-01T00:00:00Z", "")))
        .isEqualTo(Local.NONE);
    assertThat(noted(new RunningServer(own.url(), "4194304999", own.started(), "")))
        .isEqualTo(Local.NONE);
    assertThat(noted(new RunningServer(own.url(), "x", own.started(), ""))).isEqualTo(Local.NONE);
  }

  @Test
  void the_demonstration_below_is_found_where_nothing_else_runs() throws IOException {
    RunningServer.here("http://127.0.0.1:2", "demo").note(data.resolve("demo"));
    assertThat(RunningServer.find(data, "")).isEqualTo(new Local("http://127.0.0.1:2", "", "demo"));

    RunningServer.here("http://127.0.0.1:1", "").note(data);
    assertThat(RunningServer.find(data, "").url()).isEqualTo("http://127.0.0.1:1");
    RunningServer.forget(data);
    assertThat(RunningServer.find(data, "").url()).isEqualTo("http://127.0.0.1:2");
  }
}
