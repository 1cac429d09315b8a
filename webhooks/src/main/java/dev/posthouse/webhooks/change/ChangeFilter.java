package dev.posthouse.webhooks.change;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.Sha256;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Lets only those webhooks through that show a change, for providers that send the whole record
/// whatever was touched.
///
/// ```java
/// var filter = new ChangeFilter("orders", Watched.fields("shipping_address"), new MemoryStates());
/// topics.on("orders/create", event -> filter.begin(event.data(), now));
/// topics.on("orders/updated", event -> {
///   Answer answer = filter.check(event.data(), now);
///   if (answer.finding().passes()) {
///     erp.changeAddress(answer.changes());
///   }
/// });
/// ```
///
/// What is remembered of a subject is replaced in one step: of two requests at once one sees the
/// change. It forgets nothing by itself that is asked for: every request of a subject renews its
/// time. For any number of threads.
public final class ChangeFilter {
  /// Tries of one request while others replace the same state.
  private static final int TRIES = 100;

  private final String name;
  private final Watched watched;
  private final StateStore store;
  private final Rules rules;

  /// @param subject path of what names the subject, such as `id`
  /// @param asOf path of the time whose state a body shows, such as `updated_at`; empty: order of
  ///   arrival decides
  /// @param missing what the first body of a subject counts as
  /// @param ttl how long a state is remembered after the latest body of its subject
  /// @param values whether values are kept, as they are, so that [Answer#changes] can tell them
  public record Rules(String subject, String asOf, Missing missing, Duration ttl, boolean values) {
    /// By `id` and `updated_at`, for 90 days, values kept; the first body is no change.
    public static final Rules USUAL =
        new Rules("id", "updated_at", Missing.BASELINE, Duration.ofDays(90), true);
  }

  /// @param changes what differs; empty unless it is [Finding#CHANGED] and values are kept
  public record Answer(Finding finding, List<Change> changes) {}

  public ChangeFilter(String name, Watched watched, StateStore store) {
    this(name, watched, store, Rules.USUAL);
  }

  /// @param name tells its states from those of other filters on the same store
  public ChangeFilter(String name, Watched watched, StateStore store, Rules rules) {
    this.name = name;
    this.watched = watched;
    this.store = store;
    this.rules = rules;
  }

  /// Compares a body with what is remembered of its subject, and remembers it.
  ///
  /// @throws Exception if the store cannot be reached
  public Answer check(byte[] body, Instant now) throws Exception {
    return decide(body, now, false);
  }

  /// Remembers a body to compare later ones with, unless its subject is known already.
  ///
  /// @throws Exception if the store cannot be reached
  public Answer begin(byte[] body, Instant now) throws Exception {
    return decide(body, now, true);
  }

  private Answer decide(byte[] body, Instant now, boolean begins) throws Exception {
    Json data;
    try {
      data = Json.read(body);
    } catch (Malformed e) {
      return new Answer(Finding.UNREADABLE, List.of());
    }
    String subject = data.textAt(rules.subject());
    if (subject.isEmpty()) {
      return new Answer(Finding.UNREADABLE, List.of());
    }
    String key = key(subject);
    var shown = new Ruling.State(watched.hash(data, key.getBytes(UTF_8)), asOf(data));
    for (int i = 0; i < TRIES; i++) {
      Optional<StateStore.Stored> stored = store.load(key, now);
      Entry before = stored.map(StateStore.Stored::text).map(Entry::read).orElse(Entry.NONE);
      Ruling ruling =
          begins
              ? Ruling.begin(before.state(), shown)
              : Ruling.of(before.state(), shown, rules.missing());
      var answer = new Answer(ruling.finding(), changes(ruling, before, data));
      if (ruling.remembered().isEmpty()) {
        return answer;
      }
      Entry after = after(before, ruling.remembered().get(), data);
      if (store.replace(key, stored, after.text(), now.plus(rules.ttl()))) {
        return answer;
      }
    }
    throw new IllegalStateException("Others change the state of " + name + " all the time");
  }

  private Entry after(Entry before, Ruling.State state, Json data) {
    if (Arrays.equals(state.hash(), before.state().hash())) {
      return new Entry(state, before.values());
    }
    return new Entry(state, rules.values() ? watched.values(data) : "");
  }

  private List<Change> changes(Ruling ruling, Entry before, Json data) throws Malformed {
    return ruling.finding() == Finding.CHANGED && !before.values().isEmpty()
        ? watched.changes(Json.read(before.values().getBytes(UTF_8)), data)
        : List.of();
  }

  private Optional<Instant> asOf(Json data) {
    try {
      String time = rules.asOf().isEmpty() ? "" : data.textAt(rules.asOf());
      return time.isEmpty()
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(time).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private String key(String subject) {
    String all = name.length() + name + watched.fields() + subject;
    return Sha256.hex(all.getBytes(UTF_8));
  }

  /// What the store keeps: moment, hash and values, a line each.
  private record Entry(Ruling.State state, String values) {
    static final Entry NONE = new Entry(Ruling.State.NONE, "");

    /// Of an empty text nothing is known.
    static Entry read(String text) {
      if (text.isEmpty()) {
        return NONE;
      }
      String[] lines = text.split("\n", 3);
      Optional<Instant> asOf =
          lines[0].isEmpty() ? Optional.empty() : Optional.of(Instant.parse(lines[0]));
      return new Entry(new Ruling.State(HexFormat.of().parseHex(lines[1]), asOf), lines[2]);
    }

    String text() {
      String moment = state.asOf().map(Instant::toString).orElse("");
      return moment + "\n" + HexFormat.of().formatHex(state.hash()) + "\n" + values;
    }
  }
}
