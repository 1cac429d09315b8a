package dev.posthouse.deliver;

import dev.posthouse.config.Tls;
import dev.posthouse.event.Header;
import dev.posthouse.net.AddressRules;
import dev.posthouse.net.Cidr;
import dev.posthouse.net.Outgoing;
import dev.posthouse.net.OwnSockets;
import dev.posthouse.net.Resolver;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/// A sender with its threads, for tests.
public final class SenderHouse implements AutoCloseable {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService lookups = Executors.newFixedThreadPool(2);
  private final AtomicLong skipped = new AtomicLong();
  private final Outgoing outgoing;
  public final HttpSender sender;

  SenderHouse(boolean privateNetworks, Resolver resolver) {
    this(new AddressRules(List.of(), privateNetworks, new OwnSockets(a -> false)), resolver);
  }

  public SenderHouse(AddressRules rules, Resolver resolver) {
    this.outgoing =
        new Outgoing(rules, resolver, lookups, timer, () -> System.nanoTime() + skipped.get());
    this.sender = new HttpSender(outgoing);
  }

  public static SenderHouse open() {
    return new SenderHouse(true, Resolver.SYSTEM);
  }

  /// Lets time pass for the sender.
  public void skip(Duration time) {
    skipped.addAndGet(time.toNanos());
  }

  public Sent send(URI url) {
    return sender.send(request(url));
  }

  static Request request(URI url) {
    return request(url, Tls.DEFAULT, List.of());
  }

  static Request request(URI url, Tls tls, List<Cidr> allowedIps) {
    return new Request(
        "POST",
        url,
        List.of(new Header("Content-Type", "application/json")),
        List.of("{\"a\":".getBytes(StandardCharsets.UTF_8), "1}".getBytes(StandardCharsets.UTF_8)),
        Duration.ofSeconds(10),
        tls,
        allowedIps);
  }

  static Request within(Duration timeout, URI url) {
    Request r = request(url);
    return new Request(
        r.method(), r.url(), r.headers(), r.body(), timeout, r.tls(), r.allowedIps());
  }

  @Override
  public void close() {
    outgoing.close();
    timer.shutdownNow();
    lookups.shutdownNow();
  }
}
