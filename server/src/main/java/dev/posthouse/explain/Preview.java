package dev.posthouse.explain;

import dev.posthouse.config.Drafts;
import dev.posthouse.config.Drafts.Draft;
import dev.posthouse.config.Sight;
import dev.posthouse.deliver.DryRun;
import dev.posthouse.event.Decision;
import dev.posthouse.event.Decisions;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Tries a draft subscription on events: which it would get, and what would be sent. Nothing is
/// sent, stored or counted; what a comparison would remember is forgotten again.
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

  /// One that is published nowhere. It is compared with what the subscription remembers that the
  /// draft says it is.
  public record Given(NewEvent event) implements Subject {}

  /// The newest stored ones of the draft's types. They are compared in their order, as if the draft
  /// had been there since the first of them.
  public record Last(int count) implements Subject {}

  /// Empty if there is no memory at present for an event of the given size.
  ///
  /// @throws dev.posthouse.event.Invalid with every flaw of the draft
  public Optional<Previewed> run(TenantId tenant, JsonNode json, Subject subject)
      throws InterruptedException {
    Draft draft = parts.drafts().read(tenant, json);
    List<EventLine> lines = parts.recent().lines(tenant);
    List<Previewed.Result> results;
    switch (subject) {
      case Given given -> {
        Event event = event(draft.types().resolved(given.event()));
        Instant shows = given.event().shows();
        var trying = new Trying(draft, new Simulation(parts.recent()::remembered), e -> shows);
        Optional<Previewed.Result> result =
            parts.room().with(trying.load(event), () -> trying.at(event));
        if (result.isEmpty()) {
          return Optional.empty();
        }
        results = List.of(result.get());
      }
      case Last last -> {
        var trying = new Trying(draft, Simulation.anew(), event -> event.envelope().time());
        List<EventId> ids = Recent.oldestFirst(lines, draft.subscription(), last.count());
        results = parts.recent().each(tenant, ids, trying).reversed();
      }
    }
    Estimate estimate = parts.recent().estimate(draft, lines);
    return Optional.of(new Previewed(draft, results, estimate));
  }

  /// What a draft does with one event.
  private final class Trying implements Recent.Look<Previewed.Result> {
    private final Draft draft;
    private final Simulation simulation;
    private final Function<Event, @Nullable Instant> asOf;

    Trying(Draft draft, Simulation simulation, Function<Event, @Nullable Instant> asOf) {
      this.draft = draft;
      this.simulation = simulation;
      this.asOf = asOf;
    }

    @Override
    public Previewed.Result at(Event event) {
      return result(draft, event, simulation.next(asOf.apply(event)));
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
    Event shown = withoutData(event);
    return switch (standing) {
      case Standing.Matched yes ->
          new Previewed.Result(shown, sent(draft, event), Optional.empty());
      case Standing.Compared compared -> {
        Decision decision = compared.decision();
        Event decided = event.with(new Decisions(false, List.of(decision)));
        Previewed.Answer answer =
            decision.finding().passes() ? sent(draft, decided) : refused(standing);
        yield new Previewed.Result(shown, answer, Optional.of(decision));
      }
      case Standing.OtherType _, Standing.Filtered _, Standing.Disabled _, Standing.Absent _ ->
          new Previewed.Result(shown, refused(standing), Optional.empty());
    };
  }

  private static Previewed.Answer refused(Standing standing) {
    return new Previewed.Refused(Moment.NOW.because(standing).orElseThrow());
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
