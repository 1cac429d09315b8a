package dev.posthouse.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.posthouse.event.NewEvent;
import dev.posthouse.json.Json;
import dev.posthouse.web.PublishForms;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Bytes as the body of a publish: one event, a list, lines. An event is the same alone, in a list
/// and on a line of its own.
public final class EventFuzz {
  private EventFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Optional<NewEvent> alone = Refusals.read(() -> PublishForms.plain(input));
    Optional<List<Optional<NewEvent>>> listed =
        Refusals.read(() -> PublishForms.list(listOf(input)));
    Optional<List<Optional<NewEvent>>> lines = Refusals.read(() -> PublishForms.lines(input));
    var _ = Refusals.read(() -> PublishForms.list(input));
    alone.ifPresent(event -> {
      check(event, input);
      same(event, listed.orElseThrow(() -> new AssertionError("no list")), "in a list");
      if (isOneLine(input)) {
        same(event, lines.orElseThrow(() -> new AssertionError("no lines")), "on a line");
      }
    });
  }

  /// A number beyond all bounds is carried, though nobody here can read it.
  private static void check(NewEvent event, byte[] body) {
    byte[] data = event.payload().bytes();
    Bounded.require(!event.type().isBlank(), "an event without type");
    Bounded.require(contains(body, data), "data that were not sent");
    Refusals.read(() -> Json.parse(body))
        .ifPresent(whole ->
            Bounded.require(
                whole.get("data").equals(Json.parse(data)), "other data than were sent"));
  }

  private static void same(NewEvent event, List<Optional<NewEvent>> read, String where) {
    Bounded.require(read.size() == 1 && read.getFirst().isPresent(), "no event " + where);
    NewEvent other = read.getFirst().orElseThrow();
    Bounded.require(other.hash().equals(event.hash()), "another event " + where);
    Bounded.require(
        Arrays.equals(other.payload().bytes(), event.payload().bytes()), "other bytes " + where);
  }

  private static boolean isOneLine(byte[] body) {
    for (byte b : body) {
      if (b == '\n') {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(byte[] body, byte[] part) {
    for (int at = 0; at + part.length <= body.length; at++) {
      if (Arrays.equals(body, at, at + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] listOf(byte[] event) {
    var list = new ByteArrayOutputStream(event.length + 2);
    list.writeBytes("[".getBytes(US_ASCII));
    list.writeBytes(event);
    list.writeBytes("]".getBytes(US_ASCII));
    return list.toByteArray();
  }
}
