package dev.posthouse.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.event.ContentHash;
import dev.posthouse.event.Envelope;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Payload;
import dev.posthouse.event.Sha256;
import dev.posthouse.rule.TypeName;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.provider.ProviderEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// Makes of what a provider tells an event of ours. Never refuses: what does not fit is cut.
///
/// @param headers as they are kept
/// @param now stands for the time of what does not say one
record Translation(Source source, Map<String, String> headers, Request request, Instant now) {
  private static final Json EMPTY = empty();
  private static final int MOST_ID = 512;
  private static final int MOST_NAME = 1024;
  private static final int MOST_VALUE = 4096;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  NewEvent event(ProviderEvent told) {
    Optional<Instant> given =
        told.time().equals(Instant.EPOCH) ? Optional.empty() : Optional.of(told.time());
    var envelope =
        new Envelope(
            type(told.type()),
            Texts.clean(told.subject(), MOST_NAME),
            given.orElse(now),
            "",
            "",
            attributes(told),
            headers);
    Payload payload = payload(told);
    var origin = new Origin(source.id().toString(), key(told));
    var plain =
        new NewEvent(
            source.tenant(), origin, envelope, payload, ContentHash.of(envelope, given, payload));
    NewEvent event = given.isPresent() ? plain.withItsTime() : plain;
    boolean ordered = source.orderGuard() && !envelope.subject().isEmpty();
    return ordered ? given.map(event::asOf).orElse(event) : event;
  }

  /// Segments hold letters, digits, `_` and `-` only.
  static String type(String told) {
    String words = told.replaceAll("[^A-Za-z0-9_.-]", "_");
    String whole = words.length() > TypeName.LIMIT ? words.substring(0, TypeName.LIMIT) : words;
    String type = whole.replaceAll("\\.{2,}", ".").replaceAll("^\\.|\\.$", "");
    return type.isEmpty() ? "unknown" : type;
  }

  /// Keys of different names are told apart: the usual one stands by itself, others after their
  /// name.
  private String key(ProviderEvent told) {
    String name = told.keys().containsKey(source.dedupe()) ? source.dedupe() : "body";
    String key = told.key(name);
    boolean usual = name.equals(source.provider().facts().keys().getFirst());
    String whole = Texts.clean(usual ? key : name + ":" + key);
    return whole.getBytes(UTF_8).length <= MOST_ID ? whole : hash(whole);
  }

  private static String hash(String text) {
    return "sha256:" + HexFormat.of().formatHex(Sha256.of(text));
  }

  private Map<String, String> attributes(ProviderEvent told) {
    var attributes = new HashMap<String, String>();
    told.attributes()
        .forEach((name, value) -> attributes.put(name, Texts.clean(value, MOST_VALUE)));
    if (!source.attributes().isEmpty()) {
      Json body = body(told);
      source
          .attributes()
          .forEach((name, place) -> {
            String value = place.read(request, body);
            if (!value.isEmpty()) {
              attributes.put(name, Texts.clean(value, MOST_VALUE));
            }
          });
    }
    return attributes;
  }

  private static Json empty() {
    try {
      return Json.read("{}".getBytes(UTF_8));
    } catch (Malformed impossible) {
      throw new IllegalStateException("an empty object is JSON", impossible);
    }
  }

  private static Json body(ProviderEvent told) {
    try {
      return Json.read(told.data());
    } catch (Malformed notJson) {
      return EMPTY;
    }
  }

  /// JSON that would not be JSON where it is shown is not called so.
  private static Payload payload(ProviderEvent told) {
    String type =
        told.contentType().chars().allMatch(c -> c >= ' ' && c < 127)
            ? told.contentType()
            : "application/octet-stream";
    var payload = new Payload(Texts.clean(type, MOST_NAME), told.data());
    if (!payload.isJson()) {
      return payload;
    }
    byte[] data = told.data();
    boolean marked = data.length >= 3 && Arrays.equals(data, 0, 3, BYTE_ORDER_MARK, 0, 3);
    byte[] bare = marked ? Arrays.copyOfRange(data, 3, data.length) : data;
    return new Payload(bare.length == 0 ? "application/octet-stream" : payload.contentType(), bare);
  }
}
