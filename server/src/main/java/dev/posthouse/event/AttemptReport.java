package dev.posthouse.event;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// What one attempt did and what came of it: the row that history shows.
///
/// @param number counts from 1 over all attempts of the delivery, manual ones included
/// @param request the headers as sent, secrets masked
/// @param missing fields that the payload names and the event does not have
/// @param rule the error rule that judged it, in its own words; empty where none did
public record AttemptReport(
    AttemptId id,
    DeliveryId delivery,
    int number,
    Trigger trigger,
    Instant started,
    Timings timings,
    String url,
    List<Header> request,
    List<String> missing,
    Outcome outcome,
    String rule) {
  public AttemptReport {
    request = List.copyOf(request);
    missing = List.copyOf(missing);
  }

  /// The same without foreign text: what is written where the whole is refused.
  public AttemptReport bare() {
    return new AttemptReport(
        id,
        delivery,
        number,
        trigger,
        started,
        timings,
        "",
        List.of(),
        List.of(),
        outcome.bare(),
        "");
  }

  public boolean isBare() {
    return url.isEmpty();
  }

  /// What caused the attempt.
  public enum Trigger {
    SCHEDULE,
    MANUAL;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
