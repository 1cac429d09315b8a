package dev.posthouse.explain;

import dev.posthouse.config.Drafts;
import dev.posthouse.config.Drafts.Draft;
import dev.posthouse.config.Sight;
import dev.posthouse.deliver.DryRun;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Ids;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Payload;
import dev.posthouse.event.TenantId;
import dev.posthouse.explain.Standing.EndpointState;
import dev.posthouse.history.EventLine;
import dev.posthouse.work.Load;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Tries a draft subscription on events: which it would get, and what would be sent. Nothing is
/// sent, stored or counted.
public final class Preview {
  /// Events that one preview looks at.
  public static final int MOST = 100;

  /// Bytes of a body that are shown, so that a hundred large ones make no endless answer.
  static final int BODY_SHOWN = 128 * 1024;

  private static final byte[] NOTHING = new byte[0];

  private final Parts parts;
  private final DryRun dryRun = new DryRun();

  /// What a preview works with.
  public record Parts(Drafts drafts, Recent recent, Room room, Ids ids, InstantSource clock) {}

  public Preview(Parts parts) {
    this.parts = parts;
  }

  /// Which events are tried.
  public sealed interface Subject {}

  /// One that is published nowhere.
  public record Given(NewEvent event) implements Subject {}

  /// The newest stored ones of the draft's types.
  public record Last(int count) implements Subject {}

  /// Empty if there is no memory at present for an event of the given size.
  ///
  /// @throws dev.posthouse.event.Invalid with every flaw of the draft
  public Optional<Previewed> run(TenantId tenant, JsonNode json, Subject subject)
      throws InterruptedException {
    Draft draft = parts.drafts().read(tenant, json);
    List<EventLine> lines = parts.recent().lines(tenant);
    var trying = new Trying(draft);
    List<Previewed.Result> results;
    switch (subject) {
      case Given given -> {
        Event event = event(draft.types().resolved(given.event()));
        Optional<Previewed.Result> result =
            parts.room().with(trying.load(event), () -> trying.at(event));
        if (result.isEmpty()) {
          return Optional.empty();
        }
        results = List.of(result.get());
      }
      case Last last -> {
        List<EventId> ids =
            Recent.wanted(lines, draft.subscription()).stream()
                .limit(last.count())
                .map(EventLine::id)
                .toList();
        results = parts.recent().each(tenant, ids, trying);
      }
    }
    Estimate estimate = parts.recent().estimate(draft, lines);
    return Optional.of(new Previewed(draft, results, estimate));
  }

  /// What a draft does with one event.
  private final class Trying implements Recent.Look<Previewed.Result> {
    private final Draft draft;

    Trying(Draft draft) {
      this.draft = draft;
    }

    @Override
    public Previewed.Result at(Event event) {
      return result(draft, event, (subscription, sight) -> Optional.empty());
    }

    @Override
    public Load load(Event event) {
      return Room.asking(draft.types(), event, Stream.of(draft.subscription()))
          .then(dryRun.load(event, draft));
    }
  }

  private Event event(NewEvent event) {
    return new Event(
        new EventId(parts.ids().next()),
        event.tenant(),
        event.origin(),
        event.envelope(),
        event.payload(),
        parts.clock().instant(),
        0);
  }

  private Previewed.Result result(Draft draft, Event event, Standing.Comparing comparing) {
    Standing standing =
        Standing.of(
            draft.subscription(), EndpointState.ENABLED, Sight.of(draft.types(), event), comparing);
    Previewed.Answer answer =
        Moment.NOW
            .because(standing)
            .<Previewed.Answer>map(Previewed.Refused::new)
            .orElseGet(() -> sent(draft, event));
    return new Previewed.Result(withoutData(event), answer);
  }

  private Previewed.Answer sent(Draft draft, Event event) {
    var delivery = new DeliveryId(event.id(), parts.ids().next());
    DryRun.Result result = dryRun.run(event, draft, delivery, parts.clock().instant());
    return switch (result) {
      case DryRun.Ready ready -> new Previewed.Sends(shown(ready), ready.missing());
      case DryRun.Unsent unsent -> new Previewed.Unsent(unsent.why());
    };
  }

  private static Previewed.Shown shown(DryRun.Ready ready) {
    var body = new ByteArrayOutputStream();
    long size = 0;
    for (byte[] part : ready.body()) {
      body.write(part, 0, Math.min(part.length, BODY_SHOWN - body.size()));
      size += part.length;
    }
    return new Previewed.Shown(
        ready.method(), ready.url(), ready.headers(), body.toByteArray(), size);
  }

  private static Event withoutData(Event event) {
    return new Event(
        event.id(),
        event.tenant(),
        event.origin(),
        event.envelope(),
        new Payload(event.payload().contentType(), NOTHING),
        event.accepted(),
        event.routeTable());
  }
}
