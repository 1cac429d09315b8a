package dev.posthouse.webhooks.provider;

import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.body.Json;
import java.util.Locale;
import java.util.stream.Stream;

/// What kind of body a request has.
final class Bodies {
  private static final String JSON = "application/json";

  private Bodies() {}

  /// As the request says; JSON if it says nothing.
  static String contentType(Request request) {
    return request.header("content-type").filter(type -> !type.isBlank()).orElse(JSON);
  }

  static boolean isJson(Request request) {
    return isJson(contentType(request));
  }

  static boolean isJson(String contentType) {
    String type = mediaType(contentType);
    return type.equals(JSON) || type.endsWith("+json") || type.equals("text/json");
  }

  static boolean isForm(Request request) {
    return mediaType(request).equals("application/x-www-form-urlencoded");
  }

  static String mediaType(Request request) {
    return mediaType(contentType(request));
  }

  private static String mediaType(String contentType) {
    return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /// The text at the first of the paths where there is any; empty if there is none.
  static String first(Json json, String... paths) {
    return Stream.of(paths)
        .map(json::textAt)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }
}
