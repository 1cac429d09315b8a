package dev.posthouse.web;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.history.Happening;
import dev.posthouse.history.Happenings;
import dev.posthouse.json.Durations;
import dev.posthouse.store.Follow.Position;
import dev.posthouse.work.Pause;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// `/v1/stream`: events and attempts as they happen, as server-sent events.
final class StreamApi {
  /// Readers of a tenant on one node: each costs a look into the tables five times a second.
  static final int READERS = 20;

  /// Of all tenants.
  static final int ALL_READERS = 100;

  /// Between two looks.
  private static final Duration LOOK = Duration.ofMillis(200);

  /// The same while there is much.
  private static final Duration BREATH = Duration.ofMillis(20);

  /// Proxies close what is silent for a minute.
  static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /// A reader that takes longer to read what one look has brought is dropped; one that reads
  /// nothing at all is cut off by [Inlet].
  static final Duration SLOW = Inlet.STREAM;

  private static final Duration LONGEST = Duration.ofDays(1);
  private static final HeaderName LAST = HeaderNames.create("Last-Event-ID");

  private final Happenings happenings;
  private final InstantSource clock;
  private final Map<TenantId, Integer> readers = new ConcurrentHashMap<>();

  StreamApi(Happenings happenings, InstantSource clock) {
    this.happenings = happenings;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(new Route("GET", "/v1/stream", Need.READ, this::follow));
  }

  private Answer follow(Call call) throws InterruptedException {
    Query query = call.query();
    var filter =
        new Happening.Filter(
            query.text("type"),
            query.value("endpoint", EndpointId::parse),
            query.value("subscription", SubscriptionId::parse),
            query.value("state", DeliveriesApi::state));
    Duration longest = query.value("for", Durations::parse).orElse(LONGEST);
    Optional<Position> last = last(call, query);
    query.done();
    refuseCrowd(call.tenant());
    var joined = happenings.join(call.tenant(), filter, last);
    Instant end = clock.instant().plus(longest.compareTo(LONGEST) < 0 ? longest : LONGEST);
    return Answer.streamed(
        "text/event-stream",
        (out, open) ->
            seated(
                call.tenant(),
                joined,
                out,
                () -> open.getAsBoolean() && call.stillGranted() && clock.instant().isBefore(end)));
  }

  private static Optional<Position> last(Call call, Query query) {
    Optional<String> said =
        call.header(LAST).filter(text -> !text.isEmpty()).or(() -> query.text("lastEventId"));
    query.text("lastEventId");
    return said.flatMap(text -> {
      Optional<Position> position = Cursors.position(text);
      if (position.isEmpty()) {
        query.flaw("lastEventId", "is no id of this stream");
      }
      return position;
    });
  }

  private void refuseCrowd(TenantId tenant) {
    if (readers.getOrDefault(tenant, 0) >= READERS || all() >= ALL_READERS) {
      String why =
          "There are %d readers of a tenant at most, %d in all.".formatted(READERS, ALL_READERS);
      throw new Refusal(Problem.busy(429, "too_many_readers", why, LOOK.plusSeconds(5)));
    }
  }

  private int all() {
    return readers.values().stream().mapToInt(n -> n).sum();
  }

  /// Those who come at once have all found room; it is taken here.
  private void seated(
      TenantId tenant, Happenings.Joined joined, OutputStream out, BooleanSupplier open)
      throws IOException, InterruptedException {
    int ofTenant = readers.merge(tenant, 1, Integer::sum);
    try {
      var written = new Written(out);
      if (ofTenant > READERS || all() > ALL_READERS) {
        written.last("there are too many readers; come again with the last id");
        return;
      }
      if (joined.gap()) {
        written.gap();
      }
      write(joined.reader(), written, open);
    } finally {
      readers.computeIfPresent(tenant, (t, n) -> n == 1 ? null : n - 1);
    }
  }

  private void write(Happenings.Reader reader, Written written, BooleanSupplier open)
      throws IOException, InterruptedException {
    written.heartbeat(reader.position());
    var pause = new Pause();
    Instant heard = clock.instant();
    while (open.getAsBoolean()) {
      if (reader.lost()) {
        written.last("you are too far behind");
        return;
      }
      List<Happening> news = reader.look();
      boolean beat = Duration.between(heard, clock.instant()).compareTo(HEARTBEAT) >= 0;
      if (!news.isEmpty() || beat) {
        Instant began = clock.instant();
        written.news(news, reader.position());
        heard = clock.instant();
        if (Duration.between(began, heard).compareTo(SLOW) > 0) {
          written.last("you read too slowly; come again with the last id");
          return;
        }
      }
      pause.await(reader.more() ? BREATH : LOOK);
    }
    written.last("bye");
  }

  /// What has been written so far, in the form of server-sent events. The id stands at the end of a
  /// look: who comes back in the middle of one reads it once more.
  private record Written(OutputStream out) {
    void news(List<Happening> news, Position position) throws IOException {
      for (Happening one : news) {
        text("event: " + (one instanceof Happening.Accepted ? "event" : "attempt") + "\ndata: ");
        out.write(JsonOut.bytes(json -> HappeningJson.whole(json, one)));
        text("\n\n");
      }
      heartbeat(position);
    }

    /// Tells the id, and that we are there.
    void heartbeat(Position position) throws IOException {
      text(": here\nid: " + Cursors.text(position) + "\n\n");
      out.flush();
    }

    void gap() throws IOException {
      text("event: gap\ndata: {}\n\n");
    }

    void last(String comment) throws IOException {
      text(": " + comment + "\n\n");
      out.flush();
    }

    private void text(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
