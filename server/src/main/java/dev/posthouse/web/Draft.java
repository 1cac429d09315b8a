package dev.posthouse.web;

import dev.posthouse.access.Caller;
import dev.posthouse.event.ContentHash;
import dev.posthouse.event.Envelope;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Payload;
import dev.posthouse.json.Times;
import dev.posthouse.rule.TypeName;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An event while its parts are being read, whatever the form they came in. Collects what is wrong
/// with them and tells all of it at once.
final class Draft {
  /// Bounds of the key under which a repeated publish is found; longer ones fit no index.
  static final int LONGEST_ID = 512;

  static final int LONGEST_SOURCE = 1024;

  /// Subject, organisation and actor are names, not documents.
  static final int LONGEST_NAME = 1024;

  static final int LONGEST_EXTENSION = 4096;
  static final int MOST_EXTENSIONS = 64;

  private static final Instant FIRST =
      OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC).toInstant();
  private static final Instant AFTER_LAST =
      OffsetDateTime.of(9999, 12, 31, 0, 0, 0, 0, ZoneOffset.UTC)
          .toInstant()
          .plus(1, ChronoUnit.DAYS);

  private final Map<String, String> extensions = new HashMap<>();
  private final List<Flaw> flaws = new ArrayList<>();
  private @Nullable String type;
  private String id = "";
  private String source = "";
  private String subject = "";
  private String organisation = "";
  private String actor = "";
  private @Nullable Instant time;
  private int schemaVersion;
  private @Nullable Payload payload;

  void type(String value) {
    type = value;
    TypeName.flaw(value).ifPresent(message -> flaw("/type", message));
  }

  void id(String value) {
    id = checked("/id", value, LONGEST_ID);
  }

  void source(String value) {
    source = checked("/source", value, LONGEST_SOURCE);
  }

  void subject(String value) {
    subject = checked("/subject", value, LONGEST_NAME);
  }

  void organisation(String value) {
    organisation = checked("/organisation", value, LONGEST_NAME);
  }

  void actor(String value) {
    actor = checked("/actor", value, LONGEST_NAME);
  }

  void extension(String name, String value) {
    extensions.put(name, checked("/" + name, value, LONGEST_EXTENSION));
    if (extensions.size() == MOST_EXTENSIONS + 1) {
      flaw("/" + name, "an event has at most " + MOST_EXTENSIONS + " extension attributes");
    }
  }

  void time(String value) {
    try {
      Instant read = Times.parse(value);
      if (read.isBefore(FIRST) || !read.isBefore(AFTER_LAST)) {
        flaw("/time", "must be in the years 1 to 9999");
      } else {
        time = read;
      }
    } catch (IllegalArgumentException e) {
      flaw("/time", String.valueOf(e.getMessage()));
    }
  }

  /// The version of its type that the data are said to be of.
  void schemaVersion(int value) {
    schemaVersion = value;
  }

  void payload(Payload value) {
    payload = value;
  }

  boolean hasPayload() {
    return payload != null;
  }

  void flaw(String pointer, String message) {
    if (!hopeless()) {
      flaws.add(new Flaw(pointer, message));
    }
  }

  /// Whether it has more flaws than are told.
  boolean hopeless() {
    return flaws.size() > Invalid.MOST;
  }

  /// @throws Invalid with every flaw
  NewEvent done(Caller by, InstantSource clock) {
    if (type == null) {
      flaw("/type", "is missing; name what happened, such as \"sales_order.created\"");
    }
    if (!flaws.isEmpty() || type == null || payload == null) {
      throw new Invalid(flaws);
    }
    Optional<Instant> given = Optional.ofNullable(time);
    var envelope =
        new Envelope(
            type,
            subject,
            given.orElseGet(clock::instant),
            by.publishing().organisation(organisation),
            actor,
            extensions);
    var hash = ContentHash.of(envelope, given, payload);
    var event =
        new NewEvent(
            by.tenant(), new Origin(source, id), envelope, payload.of(schemaVersion), hash);
    return given.isPresent() ? event.withItsTime() : event;
  }

  private String checked(String pointer, String value, int limit) {
    int size = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      size += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      if (c == 0) {
        flaw(pointer, "must not hold U+0000");
      } else if (Character.isSurrogate(c) && !paired(value, i)) {
        flaw(pointer, "is not valid Unicode: half of a surrogate pair");
      }
    }
    if (size > limit) {
      flaw(pointer, "is longer than " + limit + " bytes");
    }
    return value;
  }

  private static boolean paired(String value, int at) {
    return Character.isHighSurrogate(value.charAt(at))
        ? at + 1 < value.length() && Character.isLowSurrogate(value.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(value.charAt(at - 1));
  }
}
