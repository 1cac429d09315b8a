package dev.posthouse.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.config.TargetUrl;
import dev.posthouse.net.Inquiries;
import dev.posthouse.net.Inquiry;
import dev.posthouse.net.KeptAnswer;
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
/// a source names and from nowhere that a request does.
final class KeySets {
  private static final Logger LOG = LoggerFactory.getLogger(KeySets.class);

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int OK = 200;

  /// Each is kept in memory. Providers' sets have a few kilobytes.
  static final int MOST_BYTES = 64 << 10;

  private final Inquiries inquiries;
  private final Tasks tasks;
  private final LongSupplier nanos;
  private final Map<URI, KeptAnswer<String>> kept = new ConcurrentHashMap<>();

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
    KeptAnswer<String> keys = at(address);
    Optional<String> known = keys.usable().map(KeptAnswer.Answer::value);
    keys.refresh();
    return known;
  }

  /// Asks for the keys anew, unless that was done just now. Whether new ones may come.
  boolean renew(URI address) {
    return at(address).renew();
  }

  /// The number of the keys that are known, 0 for none; another one for other keys.
  long number(URI address) {
    return at(address).number();
  }

  private KeptAnswer<String> at(URI address) {
    return kept.computeIfAbsent(
        address, same -> new KeptAnswer<>("key set", () -> fetch(address), tasks, nanos));
  }

  private Optional<String> fetch(URI address) {
    try {
      String keys = keys(address);
      LOG.info("key set host={} result=fetched", address.getHost());
      return Optional.of(keys);
    } catch (IOException | RuntimeException e) {
      LOG.warn("key set host={} result=not_fetched why=\"{}\"", address.getHost(), Quoted.why(e));
      return Optional.empty();
    }
  }

  private String keys(URI address) throws IOException {
    Reply reply =
        inquiries.ask(new Inquiry("GET", address, List.of(), new byte[0], Trust.DEFAULT, TIMEOUT));
    if (reply.status() != OK) {
      throw new IOException("it answered " + reply.status());
    }
    if (reply.body().length > MOST_BYTES) {
      throw new IOException("it answered more than " + MOST_BYTES / 1024 + " KB");
    }
    String text = new String(reply.body(), UTF_8);
    var _ = JwtScheme.bearer("", "").verifier(List.of(text));
    return text;
  }

  /// Forgets what no source asks for any more.
  void keep(List<URI> wanted) {
    kept.keySet().retainAll(wanted);
  }

  int size() {
    return kept.size();
  }
}
