package dev.posthouse.deliver;

import dev.posthouse.config.Endpoint;
import dev.posthouse.event.AttemptId;
import dev.posthouse.event.AttemptReport;
import dev.posthouse.event.AttemptReport.Trigger;
import dev.posthouse.event.Event;
import dev.posthouse.event.Header;
import dev.posthouse.event.Notice;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The record of one attempt while it is being made; ends as its report.
final class Trial {
  /// Names of missing fields that are kept, so that a long template makes no long rows.
  private static final int MISSING_SHOWN = 50;

  private final OpenDelivery delivery;
  private final Endpoint endpoint;
  private final Instant started;
  private @Nullable Event event;
  private List<Header> headers = List.of();
  private List<String> missing = List.of();
  private Sent sent = unsent(Outcome.Reason.DEFECT, "nothing was tried");

  Trial(OpenDelivery delivery, Endpoint endpoint, Instant started) {
    this.delivery = delivery;
    this.endpoint = endpoint;
    this.started = started;
  }

  OpenDelivery delivery() {
    return delivery;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Instant started() {
    return started;
  }

  int number() {
    return delivery.attempts() + 1;
  }

  Outcome outcome() {
    return sent.outcome();
  }

  /// Notes what is being delivered.
  Event of(Event loaded) {
    event = loaded;
    return loaded;
  }

  /// Empty if it could not be read.
  Optional<Event> event() {
    return Optional.ofNullable(event);
  }

  boolean carriesNotice() {
    return event != null && Notice.is(event);
  }

  Letter letter(Rendered body) {
    missing = body.missing().stream().limit(MISSING_SHOWN).toList();
    return new Letter(delivery.id(), number(), body);
  }

  /// Notes what is about to be sent.
  Request sending(Request request) {
    headers = Masking.mask(request.headers(), endpoint.auth());
    return request;
  }

  void sent(Sent result) {
    sent = result;
  }

  /// An exception of ours is an outcome like any other, so that a poison delivery cannot loop.
  ///
  /// @throws NothingTried if that is what broke it
  void broke(Throwable ours) {
    if (ours instanceof NothingTried nothingTried) {
      throw nothingTried;
    }
    if (ours instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    sent =
        ours instanceof Unsendable reason
            ? unsent(reason.reason(), reason.detail())
            : unsent(Outcome.Reason.DEFECT, ours.toString());
  }

  /// @param rule the error rule that judged it, empty where none did
  AttemptReport report(long id, String rule) {
    return new AttemptReport(
        new AttemptId(delivery.event(), id),
        delivery.id(),
        number(),
        delivery.manual() ? Trigger.MANUAL : Trigger.SCHEDULE,
        started,
        new Timings(queued(), sent.connect(), sent.firstByte(), sent.total()),
        Masking.mask(endpoint.url()),
        headers,
        missing,
        Masking.mask(sent.outcome()),
        rule);
  }

  /// Zero for a manual attempt: the row does not say when it was asked for.
  private Duration queued() {
    boolean waited = !delivery.manual() && delivery.due().isBefore(started);
    return waited ? Duration.between(delivery.due(), started) : Duration.ZERO;
  }

  private static Sent unsent(Outcome.Reason reason, String detail) {
    return new Sent(
        new Outcome.Unsent(reason, detail), Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }
}
