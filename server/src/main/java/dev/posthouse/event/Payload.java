package dev.posthouse.event;

import java.util.Locale;

/// The exact bytes received as an event's data. Nobody writes into the array.
public record Payload(String contentType, byte[] bytes) {
  public static final String JSON = "application/json";

  public int size() {
    return bytes.length;
  }

  /// `application/json` and every `…+json`.
  public boolean isJson() {
    String type = contentType.toLowerCase(Locale.ROOT);
    int end = type.indexOf(';');
    String bare = (end < 0 ? type : type.substring(0, end)).strip();
    return bare.equals(JSON) || bare.endsWith("+json");
  }

  @Override
  public String toString() {
    return contentType + ", " + bytes.length + " bytes";
  }
}
