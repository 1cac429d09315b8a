package dev.posthouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A page of the database is garbage, as after a disk error: whoever asks for what stood on it is
/// told so, and gets nothing that is wrong. The last page, and as many others as
/// `-Dposthouse.outage.pages` says.
class SqliteCorruptPageTest {
  private static final int PAGES = Integer.getInteger("posthouse.outage.pages", 1);
  private static final int PAGE = 8192;
  private static final int EVENTS = 200;

  @TempDir Path folder;

  private final Random random = new Random();

  @Test
  void what_stood_on_a_page_of_garbage_is_told_as_broken() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Path database = data.resolve("posthouse.db");
    Map<String, String> events = publish(data);
    Path whole = Files.copy(database, folder.resolve("whole"));
    int pages = (int) (Files.size(whole) / PAGE);

    var told = new ArrayList<String>();
    for (int i = 0; i <= PAGES; i++) {
      int page = i == 0 ? pages - 1 : random.nextInt(1, pages);
      Files.copy(whole, database, StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(data.resolve("posthouse.db-wal"));
      Files.deleteIfExists(data.resolve("posthouse.db-shm"));
      spoil(database, page);
      told.add(page + " of " + pages + ": " + readAll(data, events));
    }
    System.out.println("pages of garbage: " + told);
    assertThat(told).noneMatch(each -> each.contains("WRONG"));
  }

  /// Returns what is told of each event.
  private static Map<String, String> publish(Path data) throws Exception {
    var events = new LinkedHashMap<String, String>();
    try (var posthouse = Launch.on(data).start()) {
      Client client = posthouse.client();
      for (int i = 0; i < EVENTS; i++) {
        String id = client.post("/v1/events", new Letter(i, 0).json()).json().path("id").asString();
        events.put(id, client.get("/v1/events/" + id).text());
      }
      posthouse.terminate();
      assertThat(posthouse.awaitExit()).isZero();
    }
    return events;
  }

  private void spoil(Path database, int page) throws IOException {
    var garbage = new byte[PAGE];
    random.nextBytes(garbage);
    try (var file = FileChannel.open(database, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(garbage), (long) page * PAGE);
    }
  }

  private static String readAll(Path data, Map<String, String> events) throws Exception {
    var answers = new ArrayList<Integer>();
    try (var posthouse = Launch.on(data).start()) {
      Client client = posthouse.client();
      for (var event : events.entrySet()) {
        Client.Reply reply = client.get("/v1/events/" + event.getKey());
        answers.add(reply.status());
        boolean right = reply.status() == 200 && reply.text().equals(event.getValue());
        boolean told = reply.status() == 503 && reply.text().contains("malformed");
        if (!right && !told) {
          return "WRONG " + reply.status() + " " + reply.text();
        }
      }
      int published = client.publish("order.created", "after").status();
      return summary(answers) + ", published " + published;
    } catch (AssertionError didNotStart) {
      return "did not start: " + didNotStart.getMessage();
    }
  }

  private static String summary(List<Integer> answers) {
    long good = answers.stream().filter(status -> status == 200).count();
    return good + " told, " + (answers.size() - good) + " broken";
  }
}
