package dev.posthouse.bench.receiver;

import java.nio.charset.StandardCharsets;

/// Finds its way in the bytes of one request, without making objects.
final class Request {
  private static final byte[] LENGTH = ascii("content-length:");
  private static final byte[] SEQUENCE = ascii("\"sequence\":");
  private static final byte[] SENT = ascii("\"sent_at\":");
  private static final byte[] WEBHOOK = ascii("webhook-");

  /// How far into a body the two numbers are looked for.
  static final int NEAR = 1024;

  byte[] bytes = new byte[0];
  int start;
  int bodyStart;
  int length;

  /// Sets where the request at `from` has its body and how long it is; false if its head has not
  /// all come.
  boolean find(byte[] from, int at, int end) {
    bytes = from;
    start = at;
    length = 0;
    int line = lineEnd(at, end) + 1;
    while (line > 0 && line + 1 < end) {
      if (bytes[line] == '\r') {
        bodyStart = line + 2;
        return true;
      }
      if (startsWith(LENGTH, line, end)) {
        length = (int) number(line + LENGTH.length, end);
      }
      line = lineEnd(line, end) + 1;
    }
    return false;
  }

  /// Where the line feed is, -1 if there is none.
  private int lineEnd(int from, int end) {
    for (int at = from; at < end; at++) {
      if (bytes[at] == '\n') {
        return at;
      }
    }
    return -1;
  }

  boolean isGet() {
    return bytes[start] == 'G';
  }

  int pathStart() {
    return isGet() ? start + 4 : start + 5;
  }

  int pathEnd() {
    int at = pathStart();
    while (bytes[at] != ' ') {
      at++;
    }
    return at;
  }

  /// The number of the event, -1 if the body has none.
  long sequence(int end) {
    return after(SEQUENCE, end);
  }

  /// When the event was sent, in microseconds since 1970; -1 if the body does not say.
  long sentAt(int end) {
    return after(SENT, end);
  }

  private long after(byte[] name, int end) {
    int last = Math.min(end, bodyStart + NEAR) - name.length;
    for (int at = bodyStart; at < last; at++) {
      if (bytes[at] == '"' && startsWith(name, at, end)) {
        return number(at + name.length, end);
      }
    }
    return -1;
  }

  /// A header of ours, by the part of its name after `webhook-`.
  String webhookHeader(String name) {
    byte[] rest = ascii(name + ":");
    int line = lineEnd(start, bodyStart) + 1;
    while (line > 0 && line < bodyStart) {
      if (startsWith(WEBHOOK, line, bodyStart)
          && startsWith(rest, line + WEBHOOK.length, bodyStart)) {
        int from = line + WEBHOOK.length + rest.length;
        return new String(bytes, from, lineEnd(from, bodyStart) - from, StandardCharsets.ISO_8859_1)
            .strip();
      }
      line = lineEnd(line, bodyStart) + 1;
    }
    return "";
  }

  private long number(int from, int end) {
    int at = from;
    while (at < end && (bytes[at] == ' ' || bytes[at] == '"')) {
      at++;
    }
    long value = 0;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      value = value * 10 + bytes[at] - '0';
      at++;
    }
    return value;
  }

  private boolean startsWith(byte[] name, int at, int end) {
    if (at + name.length > end) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (lower(bytes[at + i]) != name[i]) {
        return false;
      }
    }
    return true;
  }

  private static int lower(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
