package dev.posthouse.deliver;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;

/// What is read of an answer's body: its head is kept, the rest counted, and beyond the limit it is
/// not even read.
final class AnswerBody {
  /// Kept in history: enough for an error message.
  static final int KEPT = 4 * 1024;

  /// Read at all: a longer answer costs its sender the connection.
  static final int READ = 64 * 1024;

  private byte[] head = new byte[0];
  private int size;
  private boolean whole;

  void read(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null || entity.getContentLength() == 0) {
      whole = true;
      return;
    }
    long length = entity.getContentLength();
    head = new byte[length < 0 ? KEPT : (int) Math.min(length, KEPT)];
    InputStream body = entity.getContent();
    // a head shorter than what is kept has a declared length, and then this was all
    whole = !fillHead(body) || head.length < KEPT || !readRest(body);
  }

  /// False at the end of the body.
  private boolean fillHead(InputStream body) throws IOException {
    int got = 0;
    while (got >= 0 && size < head.length) {
      got = body.read(head, size, head.length - size);
      size += Math.max(got, 0);
    }
    return got >= 0;
  }

  /// True if the limit came before the end.
  private boolean readRest(InputStream body) throws IOException {
    byte[] unkept = new byte[KEPT];
    int got = 0;
    while (got >= 0 && size < READ) {
      got = body.read(unkept, 0, Math.min(unkept.length, READ - size));
      size += Math.max(got, 0);
    }
    return got >= 0 && body.read() >= 0;
  }

  byte[] head() {
    return size < head.length ? Arrays.copyOf(head, size) : head;
  }

  int size() {
    return size;
  }

  /// False if it was longer than the limit.
  boolean whole() {
    return whole;
  }
}
