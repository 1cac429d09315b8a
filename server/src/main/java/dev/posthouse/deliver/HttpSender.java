package dev.posthouse.deliver;

import dev.posthouse.config.Tls;
import dev.posthouse.event.Header;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.Outcome.Answered;
import dev.posthouse.event.Outcome.Phase;
import dev.posthouse.event.Outcome.Reason;
import dev.posthouse.event.Outcome.TimedOut;
import dev.posthouse.event.Outcome.Unreachable;
import dev.posthouse.event.Outcome.Unsent;
import dev.posthouse.net.Blocked;
import dev.posthouse.net.ClientIdentity;
import dev.posthouse.net.Exchange;
import dev.posthouse.net.OutOfTime;
import dev.posthouse.net.Outgoing;
import dev.posthouse.net.Route;
import dev.posthouse.net.Target;
import dev.posthouse.net.Trust;
import dev.posthouse.net.Unreached;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/// Sends over HTTP/1.1, through the guarded way out.
public final class HttpSender implements Sender {
  static final String USER_AGENT = "Posthouse/0.1";

  /// RFC 9110, section 8.6: these mean nothing by a body, so an empty one is not announced.
  private static final Set<String> BODILESS = Set.of("GET", "HEAD", "DELETE", "OPTIONS", "TRACE");

  private final Outgoing outgoing;

  public HttpSender(Outgoing outgoing) {
    this.outgoing = outgoing;
  }

  @Override
  public Sent send(Request request) {
    Target target = Target.of(request.url());
    Route route = new Route(target, trust(request.tls()), request.allowedIps());
    try (Exchange exchange = outgoing.begin(route, request.timeout())) {
      return new Sending(exchange, written(request, target)).run();
    }
  }

  @Override
  public Optional<Instant> certificateExpires(URI url) {
    return outgoing.certificateExpires(Target.of(url));
  }

  private static Trust trust(Tls tls) {
    var identity =
        tls.client()
            .map(client -> new ClientIdentity(client.certificates(), client.key().reveal()));
    return new Trust(tls.verify(), tls.ca(), identity);
  }

  private static ClassicHttpRequest written(Request request, Target target) {
    ClassicHttpRequest written = new BasicClassicHttpRequest(request.method(), path(request.url()));
    written.addHeader("Host", target.authority());
    request.headers().forEach(header -> add(written, header));
    if (!written.containsHeader("User-Agent")) {
      written.addHeader("User-Agent", USER_AGENT);
    }
    long length = request.body().stream().mapToLong(piece -> piece.length).sum();
    if (hasBody(request.method(), length)) {
      written.addHeader("Content-Length", Long.toString(length));
      written.setEntity(new ByteBody(request.body(), length));
    }
    return written;
  }

  private static boolean hasBody(String method, long length) {
    return length > 0 || !BODILESS.contains(method);
  }

  /// The headers of a request with those that are added on the way out, in the order of the wire.
  static List<Header> whole(String method, URI url, List<Header> headers, long length) {
    var all = new ArrayList<Header>(headers.size() + 3);
    all.add(new Header("Host", Target.of(url).authority()));
    all.addAll(headers);
    if (headers.stream().noneMatch(header -> header.name().equalsIgnoreCase("User-Agent"))) {
      all.add(new Header("User-Agent", USER_AGENT));
    }
    if (hasBody(method, length)) {
      all.add(new Header("Content-Length", Long.toString(length)));
    }
    return List.copyOf(all);
  }

  /// Headers are checked when they are saved; a line break here would forge others.
  private static void add(ClassicHttpRequest written, Header header) {
    if (breaksLine(header.name()) || breaksLine(header.value())) {
      throw new IllegalArgumentException(
          "the header " + header.name().strip() + " holds a line break; nothing was sent");
    }
    written.addHeader(header.name(), header.value());
  }

  private static boolean breaksLine(String text) {
    return text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0;
  }

  private static String path(URI url) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  /// One send, and the times at which it got how far.
  private static final class Sending {
    private final Exchange exchange;
    private final ClassicHttpRequest request;
    private Duration connect = Duration.ZERO;
    private Duration firstByte = Duration.ZERO;

    Sending(Exchange exchange, ClassicHttpRequest request) {
      this.exchange = exchange;
      this.request = request;
    }

    Sent run() {
      Outcome outcome = outcome();
      return new Sent(outcome, connect, firstByte, exchange.elapsed());
    }

    private Outcome outcome() {
      try {
        connect = exchange.connect();
        ClassicHttpResponse response = exchange.send(request);
        firstByte = exchange.elapsed();
        return read(response);
      } catch (Blocked e) {
        return new Unsent(Reason.BLOCKED_ADDRESS, e.why());
      } catch (OutOfTime e) {
        return timedOut();
      } catch (Unreached e) {
        return exchange.outOfTime() ? timedOut() : new Unreachable(e.why());
      } catch (IOException e) {
        return exchange.outOfTime() ? timedOut() : new Unreachable("no answer: " + why(e));
      } catch (HttpException e) {
        return new Unreachable("the answer is not valid HTTP: " + why(e));
      }
    }

    private Outcome read(ClassicHttpResponse response) throws HttpException {
      AnswerBody body = new AnswerBody();
      try {
        body.read(response);
      } catch (IOException e) {
        return exchange.outOfTime()
            ? timedOut()
            : new Unreachable(
                "the answer %d broke off after %d bytes of its body: %s"
                    .formatted(response.getCode(), body.size(), why(e)));
      }
      if (body.whole()) {
        exchange.finish(request, response);
      }
      return new Answered(response.getCode(), headers(response), body.head(), body.size());
    }

    private TimedOut timedOut() {
      return new TimedOut(exchange.connecting() ? Phase.CONNECT : Phase.EXCHANGE);
    }

    private static List<Header> headers(ClassicHttpResponse response) {
      return Arrays.stream(response.getHeaders())
          .map(header -> new Header(header.getName(), header.getValue()))
          .toList();
    }

    private static String why(Exception e) {
      String words = String.valueOf(e.getMessage());
      return words.isEmpty()
          ? words
          : words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
    }
  }
}
