package dev.posthouse.web;

import dev.posthouse.work.Budget;
import dev.posthouse.work.Heavy;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;

/// The body of one request: read once, whole, never above its limit, and counted against the memory
/// that requests may hold. Closing gives the memory back.
final class Body implements AutoCloseable {
  /// A payload of 10 MB and its envelope; larger ones belong into object storage.
  static final int LIMIT = 10 << 20;

  /// A body that nobody wants is read to its end if it is no longer than this; else the connection
  /// is closed.
  private static final int SKIPPED = 64 << 10;

  private static final int FIRST_READ = 16 << 10;

  /// The received bytes, and the data that is cut out of them.
  private static final int COPIES = 2;

  /// What reading large bodies leaves free, so that one of them can be parsed when it is whole:
  /// else many at once would take all there is, and each be refused for want of the rest.
  private static final long TO_PARSE = (long) LIMIT * Budget.PARSED;

  private static final byte[] NONE = {};

  private final ServerRequest request;
  private final Budget memory;
  private final long declared;
  private int limit = LIMIT;
  private boolean mayBePacked;
  private long taken;
  private boolean whole;
  private Runnable whenWhole = () -> {};

  Body(ServerRequest request, Budget memory) {
    this.request = request;
    this.memory = memory;
    boolean chunked = request.headers().contains(HeaderNames.TRANSFER_ENCODING);
    this.declared = chunked ? -1 : request.headers().contentLength().orElse(0);
    this.whole = declared == 0;
  }

  /// The body has more bytes than are read.
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLarge() {
      super("the body is too long", null, false, false);
    }
  }

  /// @throws Refusal 413, 415 or 503
  byte[] read() {
    if (whole) {
      return NONE;
    }
    if (declared > limit) {
      throw tooLarge();
    }
    refuseEncoded();
    byte[] bytes = received();
    whenWhole.run();
    return bytes;
  }

  /// The same, of at most so many bytes, which may be compressed.
  byte[] read(int most) {
    limit = Math.min(most, LIMIT);
    mayBePacked = true;
    return read();
  }

  /// Runs `check` when the body is read to its end, before it is of use to anybody.
  void whenWhole(Runnable check) {
    whenWhole = check;
  }

  private byte[] received() {
    try {
      return read(request.content().inputStream());
    } catch (TooLarge e) {
      throw tooLarge();
    } catch (RequestException | DataReader.IncorrectNewLineException | NumberFormatException e) {
      throw new Refusal(
          Problem.of(400, "malformed_request", "This is not HTTP", "The chunks are malformed."));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether the request has none.
  boolean absent() {
    return declared == 0;
  }

  /// Reads a short body that nobody wanted, so that the connection can go on.
  void skip() {
    if (!whole && declared > 0 && declared <= SKIPPED && !waits()) {
      consume();
      whole = true;
    }
  }

  /// Whether the client sends the body only when it is told to.
  private boolean waits() {
    return request.headers().containsToken(HeaderValues.EXPECT_100);
  }

  private void consume() {
    try {
      request.content().consume();
    } catch (DataReader.InsufficientDataAvailableException | UncheckedIOException e) {
      throw new CloseConnectionException("the connection broke inside an unwanted body", e);
    }
  }

  /// Whether nothing of the request is left on the connection.
  boolean whole() {
    return whole;
  }

  @Override
  public void close() {
    giveBack();
  }

  /// Holds no memory any more: neither while the answer is sent to a client that may be slow to
  /// read it, nor while the rest of what was refused is drained.
  void giveBack() {
    memory.give(taken);
    taken = 0;
  }

  private byte[] read(InputStream in) throws IOException {
    var bytes = new byte[reserve(declared > 0 ? (int) Math.min(declared, FIRST_READ) : FIRST_READ)];
    int size = 0;
    while (true) {
      int read = in.read(bytes, size, bytes.length - size);
      if (read < 0) {
        break;
      }
      size += read;
      if (size == declared) {
        break;
      }
      if (size == bytes.length) {
        bytes = Arrays.copyOf(bytes, reserve(larger(size)));
      }
    }
    whole = true;
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  private int larger(int size) {
    if (size > limit) {
      throw new TooLarge();
    }
    int doubled = Math.min(2 * size, limit + 1);
    return declared > 0 ? (int) Math.min(doubled, declared) : doubled;
  }

  private int reserve(int size) {
    long more = (long) COPIES * size - taken;
    if (!memory.tryTake(more, Math.max(size, declared) > Heavy.LARGE ? spare() : 0)) {
      throw new Refusal(
          Problem.busy(
              503,
              "memory",
              "The memory for requests in flight is used up.",
              Duration.ofSeconds(1)));
    }
    taken += more;
    return size;
  }

  private long spare() {
    return Math.min(TO_PARSE, memory.limit() * 2 / 3);
  }

  private void refuseEncoded() {
    var encoding = request.headers().first(HeaderNames.CONTENT_ENCODING).orElse("identity");
    if (!mayBePacked && !encoding.equalsIgnoreCase("identity")) {
      throw new Refusal(
          Problem.unsupported("Send the body as it is, without Content-Encoding: " + encoding + ".")
              .with("Accept-Encoding", "identity"));
    }
  }

  private Refusal tooLarge() {
    return new Refusal(
        Problem.tooLarge(
            limit == LIMIT
                ? "A request's body may have at most 10 MB (" + LIMIT + " bytes)."
                : "A request's body may have at most " + limit + " bytes here."));
  }
}
