package dev.posthouse.net;

import dev.posthouse.event.Header;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/// Asks over HTTP/1.1, through the guarded way out. Redirects are not followed.
public final class GuardedInquiries implements Inquiries {
  /// Of an answer: key sets and tokens are a few kilobytes.
  public static final int LONGEST_ANSWER = 512 * 1024;

  private static final String USER_AGENT = "Posthouse/0.1";

  private final Outgoing outgoing;

  public GuardedInquiries(Outgoing outgoing) {
    this.outgoing = outgoing;
  }

  @Override
  public Reply ask(Inquiry inquiry) throws IOException {
    Target target = Target.of(inquiry.url());
    Route route = new Route(target, inquiry.trust(), inquiry.allowedIps());
    try (Exchange exchange = outgoing.begin(route, inquiry.timeout())) {
      return asked(exchange, written(inquiry, target));
    }
  }

  private static Reply asked(Exchange exchange, ClassicHttpRequest request) throws IOException {
    try {
      exchange.connect();
      ClassicHttpResponse response = exchange.send(request);
      byte[] body = body(response.getEntity());
      exchange.finish(request, response);
      return new Reply(response.getCode(), body, retryAfter(response));
    } catch (HttpException e) {
      throw new IOException("the answer is not valid HTTP: " + e.getMessage(), e);
    } catch (IOException e) {
      throw exchange.outOfTime() ? new OutOfTime() : e;
    }
  }

  /// In seconds, which may be a fraction; a date is not read.
  private static Duration retryAfter(ClassicHttpResponse response) {
    var header = response.getFirstHeader("Retry-After");
    String text = header == null ? "" : String.valueOf(header.getValue()).strip();
    return text.matches("\\d{1,6}(\\.\\d{1,9})?")
        ? Duration.ofMillis(Math.round(Double.parseDouble(text) * 1_000))
        : Duration.ZERO;
  }

  private static byte[] body(HttpEntity entity) throws IOException {
    if (entity == null) {
      return new byte[0];
    }
    InputStream content = entity.getContent();
    byte[] body = content.readNBytes(LONGEST_ANSWER);
    if (body.length == LONGEST_ANSWER && content.read() >= 0) {
      throw new IOException("the answer is longer than " + LONGEST_ANSWER / 1024 + " KB");
    }
    return body;
  }

  private static ClassicHttpRequest written(Inquiry inquiry, Target target) {
    ClassicHttpRequest written = new BasicClassicHttpRequest(inquiry.method(), path(inquiry.url()));
    written.addHeader("Host", target.authority());
    written.addHeader("User-Agent", USER_AGENT);
    written.addHeader("Accept", "application/json");
    for (Header header : inquiry.headers()) {
      written.addHeader(header.name(), header.value());
    }
    if (inquiry.body().length > 0) {
      written.addHeader("Content-Length", Integer.toString(inquiry.body().length));
      written.setEntity(new ByteArrayEntity(inquiry.body(), null));
    }
    return written;
  }

  private static String path(URI url) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }
}
