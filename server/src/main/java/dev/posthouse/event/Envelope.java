package dev.posthouse.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/// What is said about an event beside its data: the attributes of CloudEvents 1.0. Absent texts are
/// empty; `time` is the publisher's, else the moment of acceptance, in microseconds.
///
/// @param headers of the request that a source received, names in lower case, secrets masked; empty
///   for what was published
public record Envelope(
    String type,
    String subject,
    Instant time,
    String organisation,
    String actor,
    Map<String, String> extensions,
    Map<String, String> headers) {
  /// What stands in a line beside name and value.
  private static final int LINE = 3;

  public Envelope {
    time = time.truncatedTo(ChronoUnit.MICROS);
    extensions = Map.copyOf(extensions);
    headers = Map.copyOf(headers);
  }

  /// Of what was published.
  public Envelope(
      String type,
      String subject,
      Instant time,
      String organisation,
      String actor,
      Map<String, String> extensions) {
    this(type, subject, time, organisation, actor, extensions, Map.of());
  }

  /// A line for each, in bytes: of ASCII as a rule.
  long headerSize() {
    if (headers.isEmpty()) {
      return 0;
    }
    long size = 0;
    for (var header : headers.entrySet()) {
      size += header.getKey().length() + header.getValue().length() + LINE;
    }
    return size;
  }
}
