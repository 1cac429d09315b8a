package dev.posthouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.process.Launch.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a start says and asks for.
class StartTest {
  private static final String MADE = "phk_admin_";

  @TempDir Path folder;

  private Launch launch() {
    return Launch.bare("--port", "0", "--data", data().toString());
  }

  private Path data() {
    return folder.resolve("data");
  }

  @Test
  void a_first_start_shows_the_admin_key_and_later_ones_do_not() throws Exception {
    String made;
    try (var first = launch().with("--log", "debug").start()) {
      made = first.adminKey();
      assertThat(first.out().split(made, -1)).hasSize(2);
      assertThat(first.client().publish("order.created", "1").status()).isEqualTo(202);
      assertThat(first.log()).doesNotContain(MADE);
    }
    assertThat(Files.readString(data().resolve("admin.key"))).isEqualTo(made + "\n");
    assertThat(mode("admin.key")).isEqualTo("rw-------");

    try (var second = launch().start()) {
      assertThat(second.out()).doesNotContain(MADE);
      assertThat(new Client(second.url(), made).publish("order.created", "2").status())
          .isEqualTo(202);
    }
  }

  @Test
  void a_first_start_that_failed_leaves_the_admin_key_to_be_shown() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Ended ended =
          Launch.bare("--port", "" + other.getLocalPort(), "--data", data().toString()).run();
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.err())
          .contains("cannot listen on 127.0.0.1:" + other.getLocalPort())
          .contains("--port")
          .doesNotContain("\tat ");
    }

    try (var second = launch().start()) {
      assertThat(second.out()).contains(MADE);
    }
  }

  @Test
  void the_admin_key_of_the_environment_wins() throws Exception {
    launch().start().close();
    String made = Files.readString(data().resolve("admin.key")).strip();

    try (var second = launch().environment("POSTHOUSE_ADMIN_KEY", "sixteen-letters!").start()) {
      assertThat(second.out() + second.log()).doesNotContain("sixteen-letters!");
      assertThat(second.client().publish("order.created", "1").status()).isEqualTo(202);
      assertThat(new Client(second.url(), made).publish("order.created", "1").status())
          .isEqualTo(401);
    }
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          --prot=1,             there is no setting --prot; did you mean --port?
          --port=99999,         --port must be a number from 0 to 65535
          --port,               --port needs a value: --port PORT
          --admin-key=abc,      set POSTHOUSE_ADMIN_KEY in the environment instead
          --database-url=mysql://x, --database-url must begin with postgresql://
          --retention=soon,     --retention
          --tls-cert=a.pem,     --tls-cert and --tls-key go together
          """)
  void a_wrong_flag_is_told_and_nothing_is_made(String flag, String told) throws Exception {
    refused(Launch.bare("--data", data().toString()).with(flag), told);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          POSTHOUSE_PROT,      1,     there is no setting POSTHOUSE_PROT
          POSTHOUSE_ADMIN_KEY, short, POSTHOUSE_ADMIN_KEY must have 16 or more printable ASCII
          POSTHOUSE_DATABSE_URL, x,   did you mean "POSTHOUSE_DATABASE_URL"
          """)
  void a_wrong_variable_is_told_and_nothing_is_made(String name, String value, String told)
      throws Exception {
    refused(launch().environment(name, value), told);
  }

  @Test
  void an_unknown_key_in_the_settings_file_is_told() throws Exception {
    Path file = Files.writeString(folder.resolve("posthouse.yaml"), "prot: 8080\n");

    refused(launch().with("--config", file.toString()), "did you mean port?");
  }

  private void refused(Launch launch, String told) throws IOException, InterruptedException {
    Ended ended = launch.run();

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).startsWith("posthouse: ").contains(told).doesNotContain("\tat ");
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(data()).doesNotExist();
  }

  @Test
  void a_second_server_on_the_same_folder_is_refused() throws Exception {
    try (var first = launch().start()) {
      Ended second = launch().run();

      assertThat(second.code()).isEqualTo(1);
      assertThat(second.err()).contains("in use by another posthouse").contains("--data");
      assertThat(first.client().publish("order.created", "1").status()).isEqualTo(202);
    }
  }

  @Test
  void a_database_of_a_newer_program_is_refused() throws Exception {
    launch().start().close();
    execute(
        """
        insert into flyway_schema_history
          (installed_rank, version, description, type, script, checksum, installed_by,
           installed_on, execution_time, success)
        values (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'later',
                '2030-01-01 00:00:00.000', 1, 1)
        """);

    Ended ended = launch().run();

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("version 99").contains("newer").doesNotContain("\tat ");
  }

  private void execute(String sql) throws Exception {
    try (var db = DriverManager.getConnection("jdbc:sqlite:" + data().resolve("posthouse.db"));
        var statement = db.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void encrypted_rows_without_their_key_stop_the_start() throws Exception {
    try (var first = launch().start()) {
      // An endpoint has a signing secret, which is kept encrypted.
      first.client().endpoint("shop", first.url().resolve("https://example.com/hook"), "");
    }
    Path kept = data().resolve("secret.key");
    String key = Files.readString(kept);
    assertThat(mode("secret.key")).isEqualTo("rw-------");

    Files.delete(kept);
    stopped(launch(), "POSTHOUSE_SECRET_KEY");
    assertThat(kept).doesNotExist();

    String another = Base64.getEncoder().encodeToString(new byte[32]);
    stopped(launch().environment("POSTHOUSE_SECRET_KEY", another), "another key");
    stopped(launch().environment("POSTHOUSE_SECRET_KEY", "short"), "POSTHOUSE_SECRET_KEY");

    launch().environment("POSTHOUSE_SECRET_KEY", key.strip()).start().close();
  }

  private static void stopped(Launch launch, String told) throws Exception {
    Ended ended = launch.run();

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains(told).doesNotContain("\tat ");
  }

  private String mode(String file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(data().resolve(file)));
  }
}
