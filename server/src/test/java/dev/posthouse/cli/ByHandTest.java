package dev.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.cli.Caller.Called;
import dev.posthouse.cli.Premises.DataHere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The commands that ask no server.
class ByHandTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @TempDir Path folder;

  private Caller caller() {
    return new Caller(folder).at(Instant.ofEpochSecond(1_614_265_330));
  }

  /// The example of the Standard Webhooks libraries.
  @Test
  void signs_as_the_standard_has_it() {
    Called signed =
        caller()
            .input("{\"test\": 2432232314}")
            .set("POSTHOUSE_SIGNING_SECRET", SECRET)
            .call("sign", "--id", "msg_p5jXN8AQM9LWM0D4loKWxJek");

    assertThat(signed.out())
        .isEqualTo(
            """
            webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek
            webhook-timestamp: 1614265330
            webhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=
            """);
  }

  @Test
  void what_was_signed_is_genuine_until_it_is_changed_or_old() throws IOException {
    Files.writeString(folder.resolve("secret"), SECRET + "\n");
    Files.writeString(folder.resolve("body"), "{\"a\": 1}");
    Files.writeString(
        folder.resolve("headers"), caller().call("sign", "body", "--secret", "@secret").out());
    String[] verify = {"verify", "body", "--secret", "@secret", "-H", "@headers"};

    assertThat(caller().call(verify).out()).isEqualTo("Genuine.\n");
    Caller later = new Caller(folder).at(Instant.ofEpochSecond(1_614_265_330 + 3_600));
    assertThat(later.call(verify).code()).isEqualTo(1);
    String[] old = {"verify", "body", "--secret", "@secret", "-H", "@headers", "--any-time"};
    assertThat(later.call(old).code()).isZero();

    Files.writeString(folder.resolve("body"), "{\"a\": 2}");
    Called changed = caller().call(verify);
    assertThat(changed.code()).isEqualTo(1);
    assertThat(changed.out()).startsWith("NOT genuine: ");
  }

  @ParameterizedTest
  @CsvSource({
    "sign body,                                  no secret",
    "sign body --secret nonsense,                whsec_",
    "verify body --secret whsec_AAAA -H nothing, NAME:VALUE",
    "completion tcsh,                            zsh and fish",
  })
  void a_call_that_makes_no_sense_is_told(String line, String told) throws IOException {
    Files.writeString(folder.resolve("body"), "x");

    Called called = caller().call(line.split(" "));

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains(told).doesNotContain("nonsense");
  }

  @Test
  void shells_complete_every_command() {
    String script = caller().call("completion", "bash").out();

    assertThat(script).contains(Commands.names()).contains("--unmatched").contains("complete -F");
    assertThat(caller().call("completion", "zsh").out()).startsWith("autoload ");
    assertThat(caller().call("completion", "fish").out())
        .contains("-n __fish_use_subcommand -a events -d 'list stored events")
        .contains("-n '__fish_seen_subcommand_from events' -l unmatched -d '")
        .contains("-n '__fish_seen_subcommand_from send' -l id -r -F -d '");
    assertThat(caller().chinese().call("completion", "fish").out()).contains("-a doctor -d '检查");
  }

  @ParameterizedTest
  @CsvSource({
    "50000000000, 100000000000, '',        ✓ disk: 50.0 GB",
    " 2000000000, 100000000000, '',        ! disk: 2.0 GB",
    "  900000000, 100000000000, '',        ✗ disk: only 900 MB",
    "  900000000,   4000000000, '',        ✓ disk: 900 MB",
    "50000000000, 100000000000, admin.key, ✗ files: others can read admin.key",
  })
  void the_doctor_looks_at_the_disk_and_the_files(long free, long disk, String open, String told) {
    var data = new DataHere(Path.of("data"), 1_000, free, disk, open);

    Called called = caller().on(new Caller.Here(Local.NONE, Optional.of(data))).call("doctor");

    assertThat(called.out()).contains(told).contains("✗ no key for");
    assertThat(called.code()).isEqualTo(1);
  }

  @Test
  void a_clock_that_is_wrong_is_told() {
    try (var server = new TinyServer()) {
      server
          .reply(200, "{\"status\":\"ready\",\"reasons\":[],\"lagSeconds\":90}")
          .reply(200, "{\"items\":[]}")
          .reply(200, "{\"items\":[]}")
          .reply(200, "{\"items\":[]}");

      assertThat(Caller.of(server, folder).at(Instant.EPOCH).call("doctor").out())
          .containsPattern("! clock: this machine and the server are \\d+ s apart\n    Synchronise")
          .contains("! backlog: the oldest open delivery is 90 s late")
          .contains("! endpoints: there are none");
    }
  }

  @Test
  void what_keeps_deliveries_back_is_told_with_what_to_do() {
    try (var server = new TinyServer()) {
      server
          .reply(
              503,
              """
              {"status":"unready","reasons":[{"code":"disk_full","detail":"900 MB are free"}]}
              """)
          .reply(200, "{\"items\":[]}")
          .reply(
              200,
              """
              {"items":[
                {"id":"ep_1","name":"off","status":{"health":"disabled","disabledBecause":"by hand"}},
                {"id":"ep_2","name":"down","status":{"health":"broken","lastError":"refused"}},
                {"id":"ep_3","name":"old","status":{"health":"healthy",
                  "receiverCertificateExpires":"2026-01-10T00:00:00Z",
                  "clientCertificateExpires":"2026-01-20T00:00:00Z"}}]}
              """)
          .reply(200, "{\"items\":[]}");

      Called called =
          Caller.of(server, folder).at(Instant.parse("2026-01-01T00:00:00Z")).call("doctor");

      assertThat(called.code()).isEqualTo(1);
      assertThat(called.out())
          .contains(
              "✗ server: takes no events: 900 MB are free (disk_full)\n    Its log says more.")
          .doesNotContain("✓ server")
          .contains("! endpoint off: disabled (by hand); what is for it waits\n    Enable it when")
          .contains(
              "✗ endpoint down: nothing but failures; the last: refused\n    See what is sent")
          .contains("✓ endpoint old: healthy")
          .containsPattern("! certificate of old: ends 2026-01-10.*\n    Have it renewed")
          .doesNotContain("2026-01-20");
    }
  }

  @Test
  void a_large_file_shows_how_far_it_is_to_a_person() throws IOException {
    String event = "{\"type\":\"a\",\"id\":\"1\",\"data\":1}\n";
    Files.writeString(folder.resolve("many.ndjson"), event.repeat(1_500));
    try (var server = new TinyServer()) {
      server
          .reply(202, "{\"results\":[{\"status\":202,\"id\":\"evt_1\"}]}")
          .reply(202, "{\"results\":[]}");

      Called called = Caller.of(server, folder).typing("").call("send", "--file", "many.ndjson");

      assertThat(called.err()).contains(" 66 %  1,000 / 1,500").endsWith("\r\033[K");
      assertThat(called.out()).isEqualTo("1 published, 0 known already, 0 refused, 0 deliveries\n");
    }
  }
}
