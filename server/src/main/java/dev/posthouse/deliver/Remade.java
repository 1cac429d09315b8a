package dev.posthouse.deliver;

import dev.posthouse.config.EventTypes;
import dev.posthouse.config.Subscription;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.Event;
import dev.posthouse.event.Header;
import dev.posthouse.rule.Words;
import dev.posthouse.work.Load;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.List;

/// What an attempt sent, made again. Bodies are not kept: an event, the revision of a subscription
/// and the id of a delivery make the same bytes each time.
public sealed interface Remade {
  /// @param parts to be concatenated
  record Body(List<byte[]> parts) implements Remade {
    /// The first bytes, at most so many.
    public byte[] head(int most) {
      var head = new ByteArrayOutputStream();
      for (byte[] part : parts) {
        head.write(part, 0, Math.min(part.length, most - head.size()));
      }
      return head.toByteArray();
    }

    public long size() {
      return parts.stream().mapToLong(part -> part.length).sum();
    }
  }

  /// It cannot be made, or not any more.
  record Lost(Words why) implements Remade {}

  /// @param pinned the subscription as it was at the revision that the delivery pins
  static Remade of(EventTypes types, Event event, Subscription pinned, DeliveryId delivery) {
    try {
      return new Body(Renderer.render(types, event, pinned, delivery).parts());
    } catch (Unsendable reason) {
      return new Lost(reason.words());
    }
  }

  /// What that takes at most.
  static Load load(EventTypes types, Event event, Subscription pinned) {
    return Renderer.load(types, event, pinned);
  }

  /// The headers that were recorded, with those that were added on the way out.
  static List<Header> headers(String method, URI url, List<Header> recorded, long length) {
    return HttpSender.whole(method, url, recorded, length);
  }
}
