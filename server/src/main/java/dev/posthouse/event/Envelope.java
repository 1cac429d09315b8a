package dev.posthouse.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/// What is said about an event beside its data: the attributes of CloudEvents 1.0. Absent texts are
/// empty; `time` is the publisher's, else the moment of acceptance, in microseconds.
public record Envelope(
    String type,
    String subject,
    Instant time,
    String organisation,
    String actor,
    Map<String, String> extensions) {
  public Envelope {
    time = time.truncatedTo(ChronoUnit.MICROS);
    extensions = Map.copyOf(extensions);
  }
}
