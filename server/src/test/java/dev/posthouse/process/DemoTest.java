package dev.posthouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.process.Launch.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a newcomer sees, and where it is kept.
class DemoTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  private Launch launch() {
    return Launch.bare("--demo", "--port", "0", "--data", folder.resolve("data").toString())
        .environment("LC_ALL", "C.UTF-8");
  }

  @Test
  void shows_deliveries_a_retry_and_its_success_and_can_be_asked() throws Exception {
    Process process = launch().process();
    try {
      var out = Output.of(process.getInputStream());
      String seen = out.await("2  delivered", PATIENCE);

      assertThat(seen).contains("sales_order.created", "1  delivered", "503", "1  again in 1 s");

      Path data = folder.resolve("data/demo");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(data.resolve("server.properties"))))
          .isEqualTo("rw-------");
      assertThat(folder.resolve("data")).isDirectoryNotContaining("glob:**.db");
      Ended exported =
          new Launch(List.of(), List.of("export"), Map.of())
              .environment("POSTHOUSE_DATA", folder.resolve("data").toString())
              .run();
      assertThat(exported.out()).as(exported.err()).contains("Shop orders", "CRM customers");
    } finally {
      process.destroy();
    }
    process.waitFor();
    assertThat(folder.resolve("data/demo/server.properties")).doesNotExist();
  }
}
