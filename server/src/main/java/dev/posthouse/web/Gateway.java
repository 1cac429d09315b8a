package dev.posthouse.web;

import dev.posthouse.event.Header;
import dev.posthouse.receive.Head;
import dev.posthouse.receive.Receiver;
import dev.posthouse.receive.Visit;
import dev.posthouse.work.Budget;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// `/in/src_…` and `/in/src_…/topic`: where other people's systems send. They show no key of ours;
/// the source that the address names verifies what they send.
final class Gateway {
  private static final String PREFIX = "/in/";

  /// What is told of an address: whoever knows it may be believed.
  static final String SHOWN = PREFIX + "***";

  /// Refused requests of one client at one source: above it, what it sends there is not even read.
  /// What is verified does not count. A provider sends to all its customers from the same
  /// addresses, so what is wrong at one source says nothing of another.
  static final Visitors.Limits STRANGERS = new Visitors.Limits(0, 600, Duration.ofMinutes(1));

  /// Where those count who ask for a source that is not there.
  private static final long NOWHERE = 0;

  private static final int REFUSED = 400;
  private static final int UNAVAILABLE = 500;

  private final Receiver receiver;
  private final Clients clients;
  private final Visitors strangers;

  Gateway(Receiver receiver, Clients clients, LongSupplier nanos) {
    this.receiver = receiver;
    this.clients = clients;
    this.strangers = new Visitors(clients, STRANGERS, nanos);
  }

  /// Whether a path is one of these.
  static boolean leads(String path) {
    return path.startsWith(PREFIX);
  }

  Budget memory() {
    return receiver.memory();
  }

  /// Forgets those who have not been refused for a while.
  void step() {
    strangers.step();
  }

  Answer answer(ServerRequest request, Body body) throws InterruptedException {
    InetAddress from = clients.address(request);
    Optional<Visit> visit = receiver.visit(head(request, from));
    long source = visit.map(there -> there.source().value()).orElse(NOWHERE);
    Duration pause = strangers.pause(source, from);
    if (!pause.isZero()) {
      String why = "Too many requests from your address were refused here.";
      throw new Refusal(Problem.busy(429, "address_limited", why, pause));
    }
    if (visit.isEmpty()) {
      var _ = strangers.request(NOWHERE, from);
      throw new Refusal(
          Problem.of(404, "no_source", "There is no such source", "Check the address."));
    }
    var answer = answer(visit.get(), body);
    if (answer.status() >= REFUSED && answer.status() < UNAVAILABLE) {
      var _ = strangers.request(source, from);
    }
    return told(answer);
  }

  private dev.posthouse.webhooks.provider.Answer answer(Visit visit, Body body)
      throws InterruptedException {
    var early = visit.refusal();
    return early.isPresent() ? early.get() : visit.take(read(visit, body));
  }

  private static byte[] read(Visit visit, Body body) {
    try {
      return body.read(visit.most());
    } catch (Refusal refusal) {
      visit.unread(refusal.problem().code(), refusal.problem().detail());
      throw refusal;
    }
  }

  private static Answer told(dev.posthouse.webhooks.provider.Answer answer) {
    List<Header> headers =
        answer.headers().entrySet().stream()
            .map(header -> new Header(header.getKey(), header.getValue()))
            .toList();
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    return new Answer(answer.status(), "", answer.contentType(), body, headers);
  }

  private static Head head(ServerRequest request, InetAddress from) {
    String rest = request.prologue().uriPath().path().substring(PREFIX.length());
    int slash = rest.indexOf('/');
    Map<String, List<String>> headers = new HashMap<>();
    request.headers().forEach(header -> headers.put(header.name(), header.allValues()));
    return new Head(
        request.prologue().method().text(),
        slash < 0 ? rest : rest.substring(0, slash),
        slash < 0 ? "" : rest.substring(slash + 1),
        request.prologue().query().rawValue(),
        headers,
        from);
  }
}
