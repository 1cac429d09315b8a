package dev.posthouse.event;

import java.util.Locale;

/// The exact bytes received as an event's data. Nobody writes into the array.
///
/// @param version of the event's type that the data are of; 0 where it is not known. A publisher
///   may name it; else it is found when the event is accepted
public record Payload(String contentType, byte[] bytes, int version) {
  /// The version of data that are not kept any more.
  private static final int REMOVED = -1;

  public static final String JSON = "application/json";

  /// Of no known version.
  public Payload(String contentType, byte[] bytes) {
    this(contentType, bytes, 0);
  }

  public Payload of(int otherVersion) {
    return new Payload(contentType, bytes, otherVersion);
  }

  /// The same when its bytes are not kept any more.
  public Payload removed() {
    return new Payload(contentType, new byte[0], REMOVED);
  }

  public boolean isRemoved() {
    return version == REMOVED;
  }

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
