package dev.posthouse.testing;

import java.net.URI;
import java.util.List;

/// What a [FaultyReceiver] does with one request once it has read it.
public sealed interface Behaviour {
  Behaviour OK = status(200);
  Behaviour GONE = status(410);
  Behaviour ERROR = status(500);

  /// Answers properly, with an empty body, and keeps the connection.
  static Answer status(int code) {
    return new Answer(code, List.of(), "");
  }

  /// @param retryAfter the header's value: seconds, or an HTTP date
  static Answer tooManyRequests(String retryAfter) {
    return new Answer(429, List.of("retry-after: " + retryAfter), "");
  }

  static Answer redirect(URI elsewhere) {
    return new Answer(302, List.of("location: " + elsewhere), "");
  }

  /// Answers properly and keeps the connection.
  ///
  /// @param headers lines such as `retry-after: 120`; the length is added
  record Answer(int code, List<String> headers, String body) implements Behaviour {
    public Answer {
      headers = List.copyOf(headers);
    }
  }

  /// What no receiver should do.
  enum Fault implements Behaviour {
    /// Reads the request and closes the connection.
    CLOSES_WITHOUT_ANSWER,
    /// Announces 100 bytes of body, sends 7 and closes the connection.
    CLOSES_IN_MID_ANSWER,
    /// Holds the connection and says nothing, until the other side closes it.
    NEVER_ANSWERS,
    /// Answers 200 when [FaultyReceiver#release] is called.
    ANSWERS_WHEN_RELEASED,
    /// Sends an answer of 200 one byte at a time, [FaultyReceiver#DRIP] apart.
    DRIPS,
    /// Sends header after header.
    ENDLESS_HEADERS,
    /// Answers 200 and sends chunk after chunk of body.
    ENDLESS_BODY
  }
}
