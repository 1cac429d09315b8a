package dev.posthouse.event;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the world answered to an attempt.
public sealed interface Outcome {
  /// Of the words for a failure, in characters of Java: they are kept with every attempt.
  int DETAIL_LIMIT = 1_000;

  /// The receiver answered. `head` is the beginning of its body, `size` what was read of it.
  record Answered(int status, List<Header> headers, byte[] head, long size) implements Outcome {
    public Answered {
      headers = List.copyOf(headers);
    }

    public boolean success() {
      return status >= 200 && status < 300;
    }

    /// The first value of a header, whatever its case.
    public Optional<String> header(String name) {
      return headers.stream()
          .filter(h -> h.name().equalsIgnoreCase(name))
          .map(Header::value)
          .findFirst();
    }
  }

  /// The time for connecting, or for the whole exchange, ran out.
  record TimedOut(Phase phase) implements Outcome {}

  /// No answer could be had: refused, unknown host, TLS failure, broken answer.
  record Unreachable(String why) implements Outcome {
    public Unreachable {
      why = told(why);
    }
  }

  /// Nothing was sent.
  record Unsent(Reason reason, String why) implements Outcome {
    public Unsent {
      why = told(why);
    }
  }

  enum Phase {
    CONNECT,
    EXCHANGE
  }

  enum Reason {
    BLOCKED_ADDRESS,
    /// The tenant requires a safer way.
    FORBIDDEN,
    TEMPLATE,
    NO_SECRET,
    /// The authorization server gives none.
    NO_TOKEN,
    /// An exception of ours. It counts as an attempt, so that a poison delivery cannot loop.
    DEFECT
  }

  /// The name of the kind in tables, JSON and metrics.
  default String kind() {
    return switch (this) {
      case Answered a -> "answered";
      case TimedOut t -> "timed_out";
      case Unreachable u -> "unreachable";
      case Unsent u -> "unsent";
    };
  }

  /// What went wrong in a few words; empty for an answer.
  default String detail() {
    return switch (this) {
      case Answered a -> "";
      case TimedOut t -> t.phase().name().toLowerCase(Locale.ROOT);
      case Unreachable u -> u.why();
      case Unsent u -> u.reason().name().toLowerCase(Locale.ROOT) + ": " + u.why();
    };
  }

  /// A failure may be told in bytes that the receiver sent: as much and as many as it likes, among
  /// them such as no database stores in a text.
  private static String told(String why) {
    boolean half =
        why.length() > DETAIL_LIMIT && Character.isHighSurrogate(why.charAt(DETAIL_LIMIT - 1));
    String told =
        why.length() <= DETAIL_LIMIT
            ? why
            : why.substring(0, half ? DETAIL_LIMIT - 1 : DETAIL_LIMIT) + "…";
    return told.chars().noneMatch(Character::isISOControl)
        ? told
        : told.replaceAll("[\\x00-\\x1f\\x7f-\\x9f]", " ");
  }

  /// The same without the receiver's own words.
  default Outcome bare() {
    return switch (this) {
      case Answered a -> new Answered(a.status(), List.of(), new byte[0], a.size());
      case TimedOut t -> t;
      case Unreachable u -> new Unreachable("");
      case Unsent u -> new Unsent(u.reason(), "");
    };
  }
}
