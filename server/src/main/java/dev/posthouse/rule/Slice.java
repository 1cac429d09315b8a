package dev.posthouse.rule;

/// The bytes of one JSON value inside those it was read from. Nobody writes into the array.
record Slice(byte[] bytes, int from, int to) {
  byte first() {
    return bytes[from];
  }

  int size() {
    return to - from;
  }
}
