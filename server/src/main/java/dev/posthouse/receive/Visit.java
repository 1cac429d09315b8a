package dev.posthouse.receive;

import dev.posthouse.accept.Acceptance;
import dev.posthouse.accept.Acceptance.Result;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.SourceId;
import dev.posthouse.receive.Receiver.Parts;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Verification;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.body.Packed;
import dev.posthouse.webhooks.provider.Answer;
import dev.posthouse.webhooks.provider.Outcome;
import dev.posthouse.webhooks.provider.Provider;
import dev.posthouse.webhooks.provider.Reading;
import dev.posthouse.work.Heavy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request to a source. First [#refusal()], then, with the body, [#take(byte[])].
public final class Visit {
  /// More than any provider puts into one request.
  static final int MOST_EVENTS = 1_000;

  /// Of a refused body, for those who look into why.
  static final int BYTES_KEPT = 1_024;

  private static final Duration DISABLED = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final byte[] NOTHING = {};
  private static final Logger LOG = LoggerFactory.getLogger(Visit.class);

  private final Receiver receiver;
  private final Parts parts;
  private final Door door;
  private final Source source;
  private final Provider provider;
  private final Head head;
  private final Receiver.Memory memory;

  Visit(Receiver receiver, Door door, Head head) {
    this.receiver = receiver;
    this.parts = receiver.parts();
    this.door = door;
    this.source = door.source();
    this.provider = source.provider();
    this.head = head;
    this.memory = receiver.memory(source);
  }

  /// For whom the request is.
  public SourceId source() {
    return source.id();
  }

  /// The longest body that is read.
  public int most() {
    return source.maxBytes();
  }

  /// The answer to a request whose body need not be read; empty for all others.
  public Optional<Answer> refusal() {
    if (!source.enabled()) {
      return Optional.of(
          Replies.later(refuse(503, "disabled", "This source is disabled", NOTHING), DISABLED));
    }
    boolean elsewhere = source.allowedIps().stream().noneMatch(r -> r.contains(head.from()));
    if (elsewhere && !source.allowedIps().isEmpty()) {
      return Optional.of(
          refuse(403, "address", "This source takes nothing from your address", NOTHING));
    }
    if (source.methods().contains(head.method())) {
      return Optional.empty();
    }
    return Optional.of(provider.greet(signed(NOTHING)).orElseGet(this::wrongMethod));
  }

  private Answer wrongMethod() {
    Answer answer = refuse(405, "method", "This source takes no " + head.method(), NOTHING);
    return Replies.with(answer, "Allow", String.join(", ", source.methods()));
  }

  /// Notes that the body was not taken.
  ///
  /// @param reason a word, such as `too_large`
  public void unread(String reason, String detail) {
    refused(reason, detail, NOTHING);
  }

  /// What becomes of the request. 2xx is answered only when its events are on the disk.
  public Answer take(byte[] body) throws InterruptedException {
    int work = encoding().isEmpty() ? body.length : Heavy.LARGE + 1; // it may unpack to much
    return switch (parts.heavy().run(work, () -> within(body))) {
      case Look.Done done -> done.answer();
      case Look.Found found -> store(found.events(), body);
    };
  }

  /// The memory is given back before anybody waits for a commit.
  private Look within(byte[] body) {
    try (var held = new Held(parts.memory())) {
      return held.take(encoding(), body, source.maxBytes())
          ? looked(body)
          : new Look.Done(notStored("memory", SOON, body));
    }
  }

  /// What a look at the request finds.
  private sealed interface Look {
    record Done(Answer answer) implements Look {}

    record Found(List<NewEvent> events) implements Look {}
  }

  private Look looked(byte[] body) {
    Request request = signed(body);
    Optional<Answer> greeting = provider.greet(request);
    if (greeting.isPresent()) {
      return new Look.Done(greeting.get());
    }
    Instant now = receiver.now();
    long keys = door.keys();
    Optional<Verification> seen = verified(request, now);
    if (seen.filter(door::missesKey).isPresent()) {
      if (door.renewKeys()) {
        return new Look.Done(notStored("keys", SOON, body));
      }
      // What came while the request was looked at may have the key.
      seen = door.keys() == keys ? seen : verified(request, now);
    }
    if (seen.isEmpty()) {
      return new Look.Done(
          door.fetchesKeys()
              ? notStored("keys", SOON, body)
              : refuse(401, "no_secret", "This source has no secret yet", body));
    }
    return switch (seen.get()) {
      case Verification.Verified verified -> readUnpacked(body, verified, now);
      case Verification.Refused refused -> new Look.Done(disbelieved(refused, body));
    };
  }

  /// How the body was compressed on its way; empty if it was not.
  private String encoding() {
    String encoding = signed(NOTHING).header("content-encoding").orElse("").strip();
    return encoding.equalsIgnoreCase("identity") ? "" : encoding;
  }

  /// Some sign what they send, others what they have compressed.
  private Optional<Verification> verified(Request request, Instant now) {
    Optional<Verification> seen = door.verify(request, now);
    boolean refused = seen.isPresent() && seen.get() instanceof Verification.Refused;
    if (!refused || encoding().isEmpty()) {
      return seen;
    }
    try {
      byte[] unpacked = Packed.unpack(encoding(), request.body(), source.maxBytes());
      return door.verify(request.with(unpacked), now);
    } catch (Malformed notPacked) {
      return seen;
    }
  }

  private Look readUnpacked(byte[] body, Verification.Verified verified, Instant now) {
    try {
      return read(Packed.unpack(encoding(), body, source.maxBytes()), verified, now);
    } catch (Malformed e) {
      return new Look.Done(unreadable(e.what(), body));
    }
  }

  private Answer disbelieved(Verification.Refused refused, byte[] body) {
    String reason = refused.refusal().name().toLowerCase(Locale.ROOT);
    refused(reason, refused.message(), body);
    return provider.answer(new Outcome.Refused(refused.refusal()));
  }

  private Look read(byte[] body, Verification.Verified verified, Instant now) {
    Request request = head.read(body);
    Reading reading = provider.read(request, verified);
    if (reading instanceof Reading.Events events) {
      if (events.events().size() > MOST_EVENTS) {
        String title = "A request may have at most " + MOST_EVENTS + " events";
        return new Look.Done(refuse(413, "too_many", title, body));
      }
      Map<String, String> headers = MaskedHeaders.of(head.headers(), door.secretHeaders());
      var translation = new Translation(source, headers, request, now);
      return new Look.Found(events.events().stream().map(translation::event).toList());
    } else if (reading instanceof Reading.Handshake handshake) {
      return new Look.Done(handshake.answer());
    }
    return new Look.Done(unreadable(((Reading.Unreadable) reading).message(), body));
  }

  private Answer unreadable(String message, byte[] body) {
    refused("unreadable", message, body);
    return provider.answer(new Outcome.Unreadable(message));
  }

  private Answer store(List<NewEvent> events, byte[] body) throws InterruptedException {
    if (events.isEmpty()) {
      return stored(List.of());
    }
    if (!memory.waiting().tryAcquire()) {
      return notStored("source_busy", SOON, body);
    }
    try {
      if (!receiver.waiting().tryAcquire()) {
        return notStored("sources_busy", SOON, body);
      }
      try {
        return handedOver(events, body);
      } finally {
        receiver.waiting().release();
      }
    } finally {
      memory.waiting().release();
    }
  }

  private Answer handedOver(List<NewEvent> events, byte[] body) throws InterruptedException {
    return switch (parts.taker().take(source.tenant(), events)) {
      case Acceptance.Accepted accepted -> stored(accepted.results());
      case Acceptance.Refused refused -> stored(refused.results());
      case Acceptance.Unwanted unwanted -> stored(List.of());
      case Acceptance.Busy busy -> notStored(busy.code(), busy.retryAfter(), body);
      case Acceptance.TooLarge large -> refuse(413, "too_large", large.why(), body);
    };
  }

  /// A duplicate is a success, whatever it says this time; the difference is noted.
  private Answer stored(List<Result> results) {
    int fresh = 0;
    int differing = 0;
    int rejected = 0;
    for (Result result : results) {
      switch (result) {
        case Result.New taken -> fresh++;
        case Result.Duplicate again -> {}
        case Result.Conflict other -> differing++;
        case Result.Unwanted unwanted -> rejected++;
        case Result.Rejected row -> rejected++;
      }
    }
    int again = results.size() - fresh - rejected;
    if (rejected > 0) {
      return refuse(400, "rejected", "The database refused " + rejected + " events", NOTHING);
    }
    memory.counts().stored(fresh, again, differing, receiver.now());
    receiver.all().stored(fresh, again, differing, receiver.now());
    if (again > 0) {
      LOG.info(
          "received source={} duplicates={} differing={} stored={} id={}",
          source.id(),
          again,
          differing,
          fresh,
          results.getFirst());
    }
    Answer answer = provider.answer(new Outcome.Stored(fresh, again));
    return source.answer() == Source.Style.EMPTY ? Answer.empty(200) : answer;
  }

  private Answer notStored(String reason, Duration wait, byte[] body) {
    String detail =
        reason.equals("keys")
            ? "The keys of the provider are not here yet"
            : "The events could not be stored";
    refused(reason, detail, body);
    return Replies.later(provider.answer(new Outcome.NotStored()), wait);
  }

  private Answer refuse(int status, String reason, String title, byte[] body) {
    refused(reason, title, body);
    return Replies.problem(status, reason, title);
  }

  private void refused(String reason, String detail, byte[] body) {
    memory.counts().refused(reason);
    receiver.all().refused(reason);
    Instant now = receiver.now();
    if (!memory.ring().wants(reason, now)) {
      return;
    }
    String client = head.from().getHostAddress();
    memory
        .ring()
        .add(
            new Refused(
                now,
                reason,
                detail,
                client,
                head.method(),
                MaskedHeaders.of(head.headers(), door.secretHeaders()),
                door.keyInBody() ? NOTHING : Arrays.copyOf(body, Math.min(body.length, BYTES_KEPT)),
                body.length));
    LOG.info("received source={} result=refused reason={} client={}", source.id(), reason, client);
  }

  private Request signed(byte[] body) {
    return head.signed(source.publicUrl(), body);
  }
}
