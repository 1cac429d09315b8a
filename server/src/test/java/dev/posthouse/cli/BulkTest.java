package dev.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.cli.Caller.Called;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Work in bulk, as the commands ask for it.
class BulkTest {
  private static final String JOB =
      """
      {"id":"job_1","state":"%s","plan":{"count":40},"waitsFor":null,
       "progress":{"events":%d,"deliveries":7,"skipped":1}}
      """;
  private static final String ENDPOINTS =
      """
      {"items":[{"id":"ep_1","name":"仓库"}],"next":null}
      """;

  @TempDir Path folder;
  private final TinyServer server = new TinyServer();

  @AfterEach
  void close() {
    server.close();
  }

  private Caller caller() {
    return Caller.of(server, folder).at(Instant.parse("2026-11-22T10:00:00Z"));
  }

  @Test
  void a_job_is_made_and_waited_for() {
    server
        .reply(200, ENDPOINTS)
        .reply(202, JOB.formatted("counting", 0))
        .reply(200, JOB.formatted("running", 20))
        .reply(200, JOB.formatted("done", 40));

    Called called =
        caller()
            .call(
                "replay",
                "--since",
                "2h",
                "--type",
                "a.*,b.c",
                "--endpoint",
                "仓库",
                "--rate",
                "50/s",
                "--wait");

    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.out()).contains("job_1").contains("done").containsPattern("DONE +40\n");
    assertThat(server.asked.get(1).line()).isEqualTo("POST /v1/replays");
    assertThat(server.asked.get(1).json())
        .isEqualTo(
            JsonText.JSON.readTree(
                """
                {"since":"2026-11-22T08:00:00Z","endpoint":"ep_1","rate":"50/s",
                 "types":["a.*","b.c"]}
                """));
  }

  @ParameterizedTest
  @CsvSource({
    "true,  40, 'It would take 40, from evt_1 to evt_9.', '共 40 个，从 evt_1 到 evt_9。'",
    "true,  0, 'It would take nothing: no event fits.', '没有符合条件的事件。'",
    "false, 40, 'At least 40 (counting stopped after 5 s), from evt_1 to evt_9.',"
        + " '至少 40 个（统计 5 秒后中止），从 evt_1 到 evt_9。'",
  })
  void a_plan_is_told_as_far_as_it_goes(
      boolean complete, int count, String english, String chinese) {
    String plan =
        """
        {"plan":{"count":%d,"first":"evt_1","last":"evt_9","complete":%s}}
        """
            .formatted(count, complete);
    server.reply(200, plan).reply(200, plan);
    String[] words = {"replay", "--since", "1d", "--dry-run"};

    assertThat(caller().call(words).out()).contains(english);
    assertThat(caller().chinese().call(words).out()).contains(chinese);
  }

  @ParameterizedTest
  @CsvSource({
    "replay job_1 --wait,        cancelled, 1",
    "replay job_1 --wait,        paused,    1",
    "replay job_1 --wait,        done,      0",
    "replay job_1,               cancelled, 0",
    "replay cancel job_1 --wait, cancelled, 0",
  })
  void who_waits_is_told_if_somebody_stops_it(String line, String state, int code) {
    server.reply(200, JOB.formatted(state, 20));

    assertThat(caller().call(line.split(" ")).code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "replay job_1,                     GET /v1/replays/job_1",
    "replay pause job_1,               POST /v1/replays/job_1/pause",
    "replay,                           GET /v1/replays?limit=500",
    "replay --since 1d --dry-run,      POST /v1/replays?dryRun=true",
    "hold sub_1 --reason moving,       POST /v1/subscriptions/sub_1/pause",
    "hold ep_1,                        POST /v1/endpoints/ep_1/pause",
    "release ep_1 --rate 50/s,         POST /v1/endpoints/ep_1/release",
    "retry --failed ep_1 --since 1d,   POST /v1/endpoints/ep_1/retry-failed",
  })
  void each_asks_for_what_it_says(String line, String asked) {
    server.reply(200, JOB.formatted("running", 3));

    assertThat(caller().call(line.split(" ")).code()).isZero();
    assertThat(server.asked.getFirst().line()).isEqualTo(asked);
  }

  @ParameterizedTest
  @CsvSource({"replay burn job_1", "replay job_1 --since 1d", "hold", "release"})
  void a_call_that_makes_no_sense_is_refused(String line) {
    assertThat(caller().call(line.split(" ")).code()).isEqualTo(2);
    assertThat(server.asked).isEmpty();
  }
}
