package dev.posthouse.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.config.TargetUrl;
import dev.posthouse.net.Inquiries;
import dev.posthouse.net.Inquiry;
import dev.posthouse.net.Quoted;
import dev.posthouse.net.Reply;
import dev.posthouse.net.Trust;
import dev.posthouse.webhooks.JwtScheme;
import dev.posthouse.work.Tasks;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The public keys of providers, fetched beside the requests that need them, from the address that
/// a source names and from nowhere that a request does. Renewed when they are old or lack a key,
/// but never more often than every [#PAUSE], whatever strangers send.
final class KeySets {
  private static final Logger LOG = LoggerFactory.getLogger(KeySets.class);

  static final Duration FRESH = Duration.ofMinutes(10);

  /// While an address does not answer, its last keys are good for this long.
  static final Duration USABLE = Duration.ofHours(24);

  static final Duration PAUSE = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int OK = 200;

  /// Each is kept in memory. Providers' sets have a few kilobytes.
  static final int MOST_BYTES = 64 << 10;

  private final Inquiries inquiries;
  private final Tasks tasks;
  private final LongSupplier nanos;
  private final Map<URI, Kept> kept = new ConcurrentHashMap<>();

  /// @param text the key set; empty before the first answer
  /// @param fetched when it came
  /// @param asked when it was last asked for
  private record Kept(String text, long fetched, long asked) {}

  KeySets(Inquiries inquiries, Tasks tasks, LongSupplier nanos) {
    this.inquiries = inquiries;
    this.tasks = tasks;
    this.nanos = nanos;
  }

  /// @throws IllegalArgumentException if keys cannot be fetched there safely
  static URI address(String text) {
    URI url = TargetUrl.parse(text);
    if (!"https".equals(url.getScheme())) {
      throw new IllegalArgumentException("must begin with https://, or anybody could answer keys");
    }
    return url;
  }

  /// The keys as they are known; empty if there are none yet. Has old ones renewed.
  Optional<String> known(URI address) {
    long now = nanos.getAsLong();
    Kept before = kept.get(address);
    if (before == null || before.text().isEmpty() || now - before.fetched() > FRESH.toNanos()) {
      renew(address);
    }
    return Optional.ofNullable(before)
        .filter(keys -> now - keys.fetched() <= USABLE.toNanos())
        .map(Kept::text)
        .filter(text -> !text.isEmpty());
  }

  /// Asks for the keys anew, unless that was done just now. Whether it is done.
  boolean renew(URI address) {
    long now = nanos.getAsLong();
    var starts = new boolean[1];
    kept.compute(
        address,
        (same, before) -> {
          boolean may = before == null || now - before.asked() >= PAUSE.toNanos();
          starts[0] = may;
          Kept old = before == null ? new Kept("", now, now) : before;
          return may ? new Kept(old.text(), old.fetched(), now) : old;
        });
    if (starts[0]) {
      tasks.start("key set", () -> fetch(address));
    }
    return starts[0];
  }

  private void fetch(URI address) {
    try {
      Reply reply =
          inquiries.ask(
              new Inquiry("GET", address, List.of(), new byte[0], Trust.DEFAULT, TIMEOUT));
      if (reply.status() != OK) {
        throw new IOException("it answered " + reply.status());
      }
      if (reply.body().length > MOST_BYTES) {
        throw new IOException("it answered more than " + MOST_BYTES / 1024 + " KB");
      }
      String text = new String(reply.body(), UTF_8);
      var _ = JwtScheme.bearer("", "").verifier(List.of(text));
      long now = nanos.getAsLong();
      kept.computeIfPresent(address, (same, before) -> new Kept(text, now, now));
      LOG.info("key set host={} result=fetched", address.getHost());
    } catch (IOException | RuntimeException e) {
      String why = Quoted.why(e);
      LOG.warn("key set host={} result=not_fetched why=\"{}\"", address.getHost(), why);
    }
  }

  /// Forgets what no source asks for any more.
  void keep(List<URI> wanted) {
    kept.keySet().retainAll(wanted);
  }

  int size() {
    return kept.size();
  }
}
