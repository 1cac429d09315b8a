package dev.posthouse.deliver;

import dev.posthouse.config.Drafts;
import dev.posthouse.config.Endpoint;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.Event;
import dev.posthouse.event.Header;
import dev.posthouse.rule.Words;
import dev.posthouse.work.Load;
import java.time.Instant;
import java.util.List;

/// Makes the request of a first attempt by the same code as an attempt does, and sends nothing.
public final class DryRun {
  /// No body is larger, in bytes.
  private static final long LARGEST = 10 << 20;

  private final Requests requests = new Requests();

  /// What would happen.
  public sealed interface Result {}

  /// It would be sent.
  ///
  /// @param url with secrets as `***`, like the headers
  /// @param body to be concatenated
  /// @param missing fields that the payload names and the event does not have
  public record Ready(
      String method, String url, List<Header> headers, List<byte[]> body, List<String> missing)
      implements Result {}

  /// Nothing could be sent.
  public record Unsent(Words why) implements Result {}

  /// What it takes at most, what is made included.
  public Load load(Event event, Drafts.Draft draft) {
    Load making = Renderer.load(draft.types(), event, draft.subscription());
    return making.plus(new Load(0, Math.min(making.work(), LARGEST)));
  }

  public Result run(Event event, Drafts.Draft draft, DeliveryId delivery, Instant now) {
    Endpoint endpoint = draft.endpoint();
    try {
      Rendered body = Renderer.render(draft.types(), event, draft.subscription(), delivery);
      Request request = requests.request(new Letter(delivery, 1, body), endpoint, now);
      return new Ready(
          request.method(),
          Masking.mask(request.url()),
          Masking.mask(request.headers(), endpoint.auth()),
          request.body(),
          body.missing());
    } catch (Unsendable reason) {
      return new Unsent(reason.words());
    }
  }
}
