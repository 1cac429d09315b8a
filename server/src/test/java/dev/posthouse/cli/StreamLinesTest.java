package dev.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.cli.Caller.Called;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamLinesTest {
  private static final String ATTEMPT =
      """
      event: attempt
      data: {"type":"a.b","endpoint":"ep_1","state":"failed","number":3,"outcome":"timed_out",
      data: "status":null,"started":"2026-11-22T10:00:00Z","timings":{"total":30000}}

      """;

  @TempDir Path folder;

  @Test
  void events_comments_and_ids_are_told_apart() {
    var told = new ArrayList<String>();
    var lines = new StreamLines((kind, data) -> told.add(kind + " " + data));

    (": here\nid: 7\n\nevent: gap\ndata: {}\n\nretry: 5\n\n" + "event: half\ndata: {\n")
        .lines()
        .forEach(lines::line);

    assertThat(told).containsExactly("gap {}");
    assertThat(lines.last()).isEqualTo("7");
  }

  @Test
  void a_server_that_went_away_is_asked_again_from_where_it_was() {
    try (var server = new TinyServer()) {
      server
          .reply(200, "{\"items\":[{\"id\":\"ep_1\",\"name\":\"仓库\"}]}")
          .reply(200, ATTEMPT + ": here\nid: 42\n\n")
          .reply(503, "{\"title\":\"Not now\",\"code\":\"x\",\"detail\":\"d\"}")
          .reply(200, "event: gap\ndata: {}\n\n");
      Caller caller = Caller.of(server, folder).pausing(3);

      Called called = caller.call("tail");

      assertThat(called.out())
          .contains("10:00:30  a.b                    仓库           timeout  30.0 s  3  given up: ");
      assertThat(called.err()).contains("Something is missing here");
      assertThat(server.asked).extracting(TinyServer.Asked::last).contains("null", "42");
    }
  }

  @Test
  void a_stream_that_breaks_before_its_time_is_over_is_told_as_that() {
    try (var server = new TinyServer()) {
      server.reply(200, "{\"items\":[]}").breaksOff(ATTEMPT);

      Called called = Caller.of(server, folder).call("tail", "--for", "30s");

      assertThat(called.code()).isEqualTo(1);
      assertThat(called.err()).contains("the stream broke off before 30s were over");
    }
  }
}
