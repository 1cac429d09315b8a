package dev.posthouse.net;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

/// One open connection, for one exchange at a time.
public final class Connection {
  /// Of each direction. Holds a small event with its headers, so that it leaves in one piece; 5,000
  /// connections take 40 MB.
  private static final int BUFFER = 4 * 1024;

  private static final int HEADER_LINE = 16 * 1024;
  private static final int TRAILERS = 100;

  /// Informational answers (100, 103) before the real one; more is a flood.
  static final int INFORMATIONAL = 10;

  /// A connection may be kept this long after its last exchange, and not longer than the receiver
  /// says it keeps it.
  static final Duration IDLE = Duration.ofSeconds(30);

  /// Then it is opened anew, so that a name's new address is noticed.
  static final Duration AGE = Duration.ofMinutes(5);

  /// After so long without use it is looked at before the next: a look costs a millisecond.
  private static final Duration UNCHECKED = Duration.ofMillis(250);

  private static final String TIMEOUT = "timeout=";

  private static final Http1Config LIMITS =
      Http1Config.custom()
          .setBufferSize(BUFFER)
          .setMaxLineLength(HEADER_LINE)
          .setMaxHeaderCount(TRAILERS)
          .build();

  /// The library asks for one and does not use it.
  private static final HttpCoreContext CONTEXT = HttpCoreContext.create();

  private final Route route;
  private final Socket raw;
  private final AnswerHead head = new AnswerHead();
  private final DefaultBHttpClientConnection http =
      new DefaultBHttpClientConnection(LIMITS, null, null, null, null, null, null, config -> head);
  private final long opened;
  private long idleSince;
  private long idleUntil;
  private boolean sentWhole;

  Connection(Route route, Socket raw, long opened) throws IOException {
    this.route = route;
    this.raw = raw;
    this.opened = opened;
    http.bind(raw);
  }

  Connection(Route route, Socket raw, SSLSocket tls, long opened) throws IOException {
    this.route = route;
    this.raw = raw;
    this.opened = opened;
    http.bind(tls, raw);
  }

  Route route() {
    return route;
  }

  Socket socket() {
    return raw;
  }

  /// Sends a request and reads the head of its answer; the body is the answer's entity, if it has
  /// one.
  public ClassicHttpResponse exchange(ClassicHttpRequest request)
      throws IOException, HttpException {
    head.begin();
    IOException broken = send(request);
    sentWhole = broken == null;
    ClassicHttpResponse response;
    try {
      response = receiveFinal();
    } catch (IOException e) {
      throw broken == null ? e : broken;
    }
    if (MessageSupport.canResponseHaveBody(request.getMethod(), response)) {
      http.receiveResponseEntity(response);
    }
    return response;
  }

  /// A receiver may answer (413, say) and close before it has read everything, so a failure here is
  /// only one if there is no answer either.
  private @Nullable IOException send(ClassicHttpRequest request) throws HttpException {
    try {
      http.sendRequestHeader(request);
      http.sendRequestEntity(request);
      http.flush();
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private ClassicHttpResponse receiveFinal() throws IOException, HttpException {
    for (int i = 0; i <= INFORMATIONAL; i++) {
      ClassicHttpResponse response = http.receiveResponseHeader();
      if (response.getCode() == 101) {
        throw new ProtocolException("it switched to another protocol, which nobody asked for");
      }
      if (response.getCode() >= 200) {
        return response;
      }
    }
    throw new ProtocolException("more than " + INFORMATIONAL + " informational answers");
  }

  /// Whether, after an exchange whose answer was read to its end, another may follow.
  boolean mayBeKept(ClassicHttpRequest request, ClassicHttpResponse response, long now) {
    idleSince = now;
    idleUntil = Math.min(now + keepAlive(response).toNanos(), opened + AGE.toNanos());
    return sentWhole
        && !head.hasMore()
        && idleUntil - now > 0
        && !ambiguous(response)
        && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, CONTEXT);
  }

  /// RFC 9112, section 6.3: two who read such an answer may differ about where it ended.
  private static boolean ambiguous(ClassicHttpResponse response) {
    return response.containsHeader("Transfer-Encoding")
        && response.containsHeader("Content-Length");
  }

  /// `Keep-Alive: timeout=5`, less a second, so as not to meet the receiver's closing half-way.
  private static Duration keepAlive(ClassicHttpResponse response) {
    Header header = response.getFirstHeader("Keep-Alive");
    int at = header == null ? -1 : header.getValue().indexOf(TIMEOUT);
    if (header == null || at < 0) {
      return IDLE;
    }
    long seconds = leadingNumber(header.getValue().substring(at + TIMEOUT.length()));
    return Duration.ofSeconds(Math.min(seconds - 1, IDLE.toSeconds()));
  }

  private static long leadingNumber(String text) {
    int end = 0;
    while (end < text.length() && end < 6 && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end == 0 ? IDLE.toSeconds() : Long.parseLong(text.substring(0, end));
  }

  boolean expired(long now) {
    return idleUntil - now <= 0;
  }

  /// Whether it can be used once more. Something waiting to be read now answers no request of ours.
  boolean usable(long now) {
    try {
      boolean quiet = !expired(now) && raw.getInputStream().available() == 0;
      boolean stale = quiet && now - idleSince > UNCHECKED.toNanos() && http.isStale();
      return quiet && !stale && !head.hasMore();
    } catch (IOException e) {
      return false;
    }
  }

  /// Closes without waiting for anything: a TLS farewell could block.
  void close() {
    try {
      raw.close();
    } catch (IOException e) {
      // it is closed all the same
    }
  }

  /// Drops the connection at once, with what is still under way.
  static void cut(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // it is closed all the same
    }
  }
}
