package dev.posthouse.cli;

/// A path with what is asked of it; what is empty is left out.
final class Query {
  private final StringBuilder text;
  private boolean any;

  Query(String path) {
    text = new StringBuilder(path);
  }

  Query with(String name, String value) {
    if (!value.isEmpty()) {
      text.append(any ? '&' : '?').append(name).append('=').append(Client.encoded(value));
      any = true;
    }
    return this;
  }

  Query with(String name, boolean value) {
    return with(name, value ? "true" : "");
  }

  /// The same, where a list goes on.
  ///
  /// @param cursor what a page gave as its `next`; empty for the first page
  String from(String cursor) {
    return cursor.isEmpty()
        ? text.toString()
        : text + (any ? "&" : "?") + "cursor=" + Client.encoded(cursor);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
