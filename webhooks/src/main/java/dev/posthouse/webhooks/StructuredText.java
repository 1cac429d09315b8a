package dev.posthouse.webhooks;

/// Strings of structured fields (RFC 8941, section 3.3.3).
final class StructuredText {
  private StructuredText() {}

  /// @throws IllegalArgumentException if a character is not printable ASCII
  static String quoted(String text) {
    if (!text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("Only printable ASCII can stand in a signature's header");
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
