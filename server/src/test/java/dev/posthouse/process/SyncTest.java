package dev.posthouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the kernel is asked to do, as strace tells it: a 202 is written only after the log of the
/// database was synced (by fsync where SQLite was built without fdatasync, which does less).
class SyncTest {
  private static final String STRACE = "/usr/bin/strace";
  private static final int SAMPLE = 20;

  @TempDir Path folder;

  @Test
  void each_202_follows_a_sync_of_its_commit() throws Exception {
    assertThat(Path.of(STRACE)).as("strace is needed: apt-get install strace").isExecutable();
    Path trace = folder.resolve("trace");

    publishUnder(
        STRACE,
        "-f",
        "-y",
        "--seccomp-bpf",
        "-s",
        "40",
        "-o",
        trace.toString(),
        "-e",
        "trace=fdatasync,fsync,read,recvfrom,write,sendto,writev");

    var calls = new Calls();
    Files.readAllLines(trace).forEach(calls::read);
    assertThat(calls.answers).isEqualTo(SAMPLE);
    assertThat(calls.answersWithoutSync).isZero();
  }

  private void publishUnder(String... strace) throws Exception {
    try (var posthouse = Launch.on(folder.resolve("data")).under(strace).start()) {
      Client client = posthouse.client();
      for (int i = 0; i < SAMPLE; i++) {
        assertThat(client.publish("order.created", "id-" + i).status()).isEqualTo(202);
      }
    }
  }

  @Test
  void a_202_without_a_sync_of_its_own_is_seen() {
    var calls = new Calls();
    List.of(
            "7 read(9<socket:[1]>, \"POST /v1/events HTTP/1.1\", 8192) = 400",
            "8 fdatasync(5</data/posthouse.db-wal> <unfinished ...>",
            "7 read(9<socket:[1]>, \"{\", 8192 <unfinished ...>",
            "8 <... fdatasync resumed>) = 0",
            "7 write(9<socket:[1]>, \"HTTP/1.1 202 Accepted\", 100) = 100",
            "7 <... read resumed>\"POST /v1/events HTTP/1.1\", 8192) = 400",
            "8 fdatasync(6</data/other>) = 0",
            "8 fdatasync(5</data/posthouse.db-wal>) = -1 EIO (Input/output error)",
            "7 write(9<socket:[1]>, \"HTTP/1.1 202 Accepted\", 100 <unfinished ...>")
        .forEach(calls::read);

    assertThat(calls.answers).isEqualTo(2);
    assertThat(calls.answersWithoutSync).isEqualTo(1);
  }

  /// Reads the lines of a trace in order. Publishes come one at a time.
  private static final class Calls {
    private static final Pattern LINE = Pattern.compile("(\\d+) +(.*)");
    private static final Pattern SYNC = Pattern.compile("f(data)?sync\\(.*posthouse\\.db-wal>.*");
    private final Set<String> syncing = new HashSet<>();
    private boolean synced;
    private int answers;
    private int answersWithoutSync;

    void read(String line) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        return;
      }
      String thread = parts.group(1);
      String call = parts.group(2);
      if (call.contains("\"POST /v1/events")) {
        synced = false;
        syncing.clear();
      } else if (SYNC.matcher(call).matches()) {
        syncing.add(thread);
      } else if (call.contains("\"HTTP/1.1 202")) {
        answers++;
        answersWithoutSync += synced ? 0 : 1;
      }
      if (call.contains("sync") && !call.contains("<unfinished")) {
        synced |= syncing.remove(thread) && call.endsWith("= 0");
      }
    }
  }
}
