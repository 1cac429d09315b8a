package dev.posthouse.webhooks.receive;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.mariadb.jdbc.MariaDbDataSource;

/// On a MariaDB of this machine, where there is one: `apt-get install mariadb-server-core`, or the
/// path of a `mariadbd` in `POSTHOUSE_MARIADBD`.
class MariaDbJdbcInboxTest extends JdbcInboxContract {
  private static final long LONGEST_START_NANOS = 30_000_000_000L;

  @TempDir private static Path folder;
  private static Process server;
  private static String url = "";

  @BeforeAll
  static void start() throws Exception {
    String program =
        Stream.of(
                Objects.requireNonNullElse(System.getenv("POSTHOUSE_MARIADBD"), ""),
                "/usr/sbin/mariadbd",
                "/usr/local/sbin/mariadbd")
            .filter(path -> !path.isEmpty() && Files.isExecutable(Path.of(path)))
            .findFirst()
            .orElseGet(() -> abort("There is no mariadbd: apt-get install mariadb-server-core"));
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Files.createDirectories(folder.resolve("data/test"));
    server =
        new ProcessBuilder(
                program,
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + folder.resolve("data"),
                "--socket=" + folder.resolve("socket"),
                "--pid-file=" + folder.resolve("pid"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--skip-grant-tables",
                "--lower-case-table-names=0")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    url = "jdbc:mariadb://127.0.0.1:" + port + "/test";
    awaitReady();
  }

  private static void awaitReady() throws SQLException, IOException {
    long end = System.nanoTime() + LONGEST_START_NANOS;
    while (true) {
      try {
        new MariaDbDataSource(url).getConnection().close();
        return;
      } catch (SQLException e) {
        if (!server.isAlive() || System.nanoTime() > end) {
          throw new IllegalStateException(Files.readString(folder.resolve("log")), e);
        }
        Thread.onSpinWait();
      }
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (server != null) {
      server.destroyForcibly().waitFor();
    }
  }

  @Override
  DataSource database() {
    try {
      return new MariaDbDataSource(url);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
