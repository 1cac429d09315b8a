package dev.posthouse.explain;

import dev.posthouse.config.Catalogue;
import dev.posthouse.config.EventTypes;
import dev.posthouse.config.Past;
import dev.posthouse.config.Subscription;
import dev.posthouse.deliver.Remade;
import dev.posthouse.event.AttemptId;
import dev.posthouse.event.Event;
import dev.posthouse.event.TenantId;
import dev.posthouse.history.Attempted;
import dev.posthouse.history.History;
import dev.posthouse.rule.Words;
import java.util.Optional;

/// Shows an attempt as it was: what is recorded of it, and its body made again from the revision
/// that its delivery pins.
public final class Retrospect {
  private static final Words DATA_GONE =
      new Words(
          "the data of the event are not kept any more, so the body cannot be shown",
          "该事件的数据已不再保留，无法还原请求正文");

  private static final Words REVISION_GONE =
      new Words(
          "the revision of the subscription that made the body is not kept any more",
          "生成正文的订阅修订版本已不再保留");

  private static final Words NOTHING_SENT = new Words("nothing was sent", "没有发出任何内容");

  private final Catalogue catalogue;
  private final Past past;
  private final History history;
  private final Room room;

  public Retrospect(Catalogue catalogue, Past past, History history, Room room) {
    this.catalogue = catalogue;
    this.past = past;
    this.history = history;
    this.room = room;
  }

  /// @param endpoint as it was when the attempt began; empty if no revision tells
  public record Seen(Attempted attempt, Optional<Past.Former> endpoint, Remade body) {}

  public Optional<Attempted> attempt(TenantId tenant, AttemptId id) {
    return history.attempt(tenant, id);
  }

  /// Empty if at present there is no memory to read the event's data.
  public Optional<Seen> look(TenantId tenant, Attempted attempt) throws InterruptedException {
    Optional<Past.Former> endpoint =
        past.endpoint(tenant, attempt.endpoint(), attempt.line().started());
    return body(tenant, attempt).map(body -> new Seen(attempt, endpoint, body));
  }

  private Optional<Remade> body(TenantId tenant, Attempted attempt) throws InterruptedException {
    if (attempt.line().outcome().equals("unsent")) {
      return Optional.of(new Remade.Lost(NOTHING_SENT));
    }
    Optional<Event> event =
        history
            .event(tenant, attempt.delivery().event())
            .filter(found -> !found.payload().isRemoved());
    if (event.isEmpty()) {
      return Optional.of(new Remade.Lost(DATA_GONE));
    }
    Optional<Subscription> pinned = catalogue.pinned(attempt.pin());
    return pinned.isEmpty()
        ? Optional.of(new Remade.Lost(REVISION_GONE))
        : made(event.get(), pinned.get(), attempt);
  }

  private Optional<Remade> made(Event event, Subscription pinned, Attempted attempt)
      throws InterruptedException {
    EventTypes types = catalogue.current().types();
    return room.with(
        Remade.load(types, event, pinned),
        () -> Remade.of(types, event, pinned, attempt.delivery()));
  }
}
