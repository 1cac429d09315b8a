package dev.posthouse.explain;

import dev.posthouse.config.Drafts;
import dev.posthouse.event.Decision;
import dev.posthouse.event.Event;
import dev.posthouse.event.Header;
import dev.posthouse.rule.Words;
import java.util.List;
import java.util.Optional;

/// What a draft subscription would do.
public record Previewed(Drafts.Draft draft, List<Result> results, Estimate estimate) {
  public Previewed {
    results = List.copyOf(results);
  }

  /// What it would do with one event.
  ///
  /// @param event without its data
  /// @param comparison what was found, if anything was compared
  public record Result(Event event, Answer answer, Optional<Decision> comparison) {}

  public sealed interface Answer {}

  /// It would not get the event.
  public record Refused(Words because) implements Answer {}

  /// It would get the event, and this would be sent.
  ///
  /// @param missing fields that the payload names and the event does not have
  public record Sends(Shown request, List<String> missing) implements Answer {}

  /// It would get the event, but nothing could be sent.
  public record Unsent(Words because) implements Answer {}

  /// A request, secrets masked.
  ///
  /// @param body its beginning
  /// @param size of the whole body, in bytes
  public record Shown(String method, String url, List<Header> headers, byte[] body, long size) {
    public boolean cut() {
      return body.length < size;
    }
  }
}
