package dev.posthouse.net;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.util.CharArrayBuffer;
import org.jspecify.annotations.Nullable;

/// Reads the heads of the answers of one connection. Unlike the library's own reader it bounds the
/// whole head, and takes one that ends early for what it is: broken.
final class AnswerHead implements HttpMessageParser<ClassicHttpResponse> {
  /// For status line and headers together, those of informational answers included. Real receivers
  /// stay well under 16 KB.
  static final int LIMIT = 64 * 1024;

  /// RFC 9112, section 4; more spaces and a missing reason are let pass.
  private static final Pattern STATUS =
      Pattern.compile("HTTP/1\\.(\\d) +([1-9]\\d\\d)(?: (.*))?", Pattern.DOTALL);

  private static final int SHOWN = 40;

  private int left = LIMIT;
  private @Nullable SessionInputBuffer buffer;

  /// Grants the limit anew, for the next request.
  void begin() {
    left = LIMIT;
  }

  /// True if more has arrived than was asked for.
  boolean hasMore() {
    return buffer != null && buffer.length() > 0;
  }

  @Override
  public ClassicHttpResponse parse(SessionInputBuffer in, InputStream socket)
      throws IOException, HttpException {
    buffer = in;
    CharArrayBuffer line = new CharArrayBuffer(128);
    if (in.readLine(line, socket) < 0) {
      throw new NoHttpResponseException("the connection was closed before an answer came");
    }
    count(line);
    ClassicHttpResponse response = statusLine(line);
    readHeaders(in, socket, response);
    return response;
  }

  /// Not the library's reader: that one throws other exceptions for some bytes (`HTTP/-1`).
  private static ClassicHttpResponse statusLine(CharArrayBuffer line) throws ProtocolException {
    Matcher status = STATUS.matcher(line);
    if (!status.matches()) {
      throw new ProtocolException("it begins with " + shown(line));
    }
    ClassicHttpResponse response =
        new BasicClassicHttpResponse(Integer.parseInt(status.group(2)), status.group(3));
    boolean old = status.group(1).equals("0");
    response.setVersion(old ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1);
    return response;
  }

  private static String shown(CharArrayBuffer line) {
    String head = line.substring(0, Math.min(line.length(), SHOWN));
    return "\"" + head.replaceAll("[^ -~]", "?") + "\"";
  }

  private void readHeaders(SessionInputBuffer in, InputStream socket, ClassicHttpResponse response)
      throws IOException, HttpException {
    CharArrayBuffer header = nextLine(in, socket);
    while (!header.isEmpty()) {
      CharArrayBuffer next = nextLine(in, socket);
      while (!next.isEmpty() && (next.charAt(0) == ' ' || next.charAt(0) == '\t')) {
        header.append(' ');
        header.append(next.substringTrimmed(0, next.length()));
        next = nextLine(in, socket);
      }
      response.addHeader(BasicLineParser.INSTANCE.parseHeader(header));
      header = next;
    }
  }

  private CharArrayBuffer nextLine(SessionInputBuffer in, InputStream socket) throws IOException {
    CharArrayBuffer line = new CharArrayBuffer(64);
    if (in.readLine(line, socket) < 0) {
      throw new ConnectionClosedException("the connection was closed in the middle of the headers");
    }
    count(line);
    return line;
  }

  private void count(CharArrayBuffer line) throws MessageConstraintException {
    left -= line.length() + 2;
    if (left < 0) {
      throw new MessageConstraintException("the headers are longer than " + LIMIT / 1024 + " KB");
    }
  }
}
