package dev.posthouse.document;

/// A place in a text; lines and columns count from 1, columns in characters of Unicode.
record Mark(int line, int column) {
  static final Mark START = new Mark(1, 1);

  /// The place of a position in a text that is known as a whole.
  static Mark of(String text, int position) {
    int line = 1;
    int begin = 0;
    for (int i = 0; i < position; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        begin = i + 1;
      }
    }
    return new Mark(line, 1 + text.codePointCount(begin, position));
  }
}
