package dev.posthouse.webhooks;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.posthouse.webhooks.Verification.Refused;
import dev.posthouse.webhooks.Verification.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tells whether a message comes from a holder of one of its keys, and is fresh.
///
/// ```java
/// Verifier verifier = Verifier.of(VerifyingKey.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
/// Verification seen = verifier.verify(headers, Instant.now(), body);
/// if (seen instanceof Verification.Refused refused) { … }
/// ```
public final class Verifier {
  /// How far the attempt's time may lie from now, both ways, if nothing else is said. The standard
  /// asks for "some allowable tolerance"; this is that of its reference libraries.
  public static final Duration DEFAULT_TOLERANCE = Duration.ofMinutes(5);

  /// The most signatures of one message that are looked at: bounds the work a stranger can cause.
  public static final int MOST_SIGNATURES = 32;

  private static final Pattern TIMESTAMP = Pattern.compile("0|[1-9][0-9]{0,11}");
  private static final Pattern ENTRY = Pattern.compile("([^,]+),(.+)");

  private final List<VerifyingKey> keys;
  private final Duration tolerance;
  private final List<HeaderNames> names;

  private Verifier(List<VerifyingKey> keys, Duration tolerance, List<HeaderNames> names) {
    this.keys = keys;
    this.tolerance = tolerance;
    this.names = names;
  }

  /// A verifier that believes any of these keys.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Verifier of(List<? extends VerifyingKey> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("A verifier has at least one key");
    }
    return new Verifier(List.copyOf(keys), DEFAULT_TOLERANCE, List.of(HeaderNames.STANDARD));
  }

  public static Verifier of(VerifyingKey... keys) {
    return of(List.of(keys));
  }

  /// The same, but with another tolerance.
  ///
  /// @param tolerance how far the attempt's time may lie from now, both ways and inclusive, to the
  ///   second
  /// @throws IllegalArgumentException if it is negative
  public Verifier withTolerance(Duration tolerance) {
    if (tolerance.isNegative()) {
      throw new IllegalArgumentException("The tolerance " + tolerance + " is negative");
    }
    return new Verifier(keys, tolerance, names);
  }

  /// The same, but a message that has none of the headers `webhook-…` may have `svix-…` instead.
  public Verifier acceptingSvixNames() {
    return new Verifier(keys, tolerance, List.of(HeaderNames.STANDARD, HeaderNames.SVIX));
  }

  /// Verifies one message. Never throws for what was received.
  ///
  /// @param headers as received; names in any case; others are ignored
  /// @param now the receiver's time
  /// @param body the bytes as received, in one part or several; parse them only afterwards
  public Verification verify(Map<String, List<String>> headers, Instant now, byte[]... body) {
    HeaderNames used = namesUsed(headers);
    for (String name : used.all()) {
      int times = values(headers, name).size();
      if (times == 0) {
        return new Refused(Refusal.MISSING_HEADER, "The header " + name + " is missing");
      }
      if (times > 1) {
        return new Refused(Refusal.REPEATED_HEADER, "The header " + name + " is repeated");
      }
    }
    String id = values(headers, used.id()).get(0);
    String timestamp = values(headers, used.timestamp()).get(0);
    if (!SignedContent.isId(id)) {
      return new Refused(Refusal.MALFORMED_ID, "The id is not visible ASCII without a full stop");
    }
    if (!TIMESTAMP.matcher(timestamp).matches()) {
      return new Refused(
          Refusal.MALFORMED_TIMESTAMP, "The timestamp is not a number of seconds since 1970");
    }
    long seconds = Long.parseLong(timestamp);
    long age = now.getEpochSecond() - seconds;
    if (Math.abs(age) > tolerance.toSeconds()) {
      return outsideTolerance(age);
    }
    String signatures = values(headers, used.signature()).get(0);
    return verify(new SignedContent(id, seconds, List.of(body)), signatures);
  }

  private HeaderNames namesUsed(Map<String, List<String>> headers) {
    return names.stream()
        .filter(some -> some.all().stream().anyMatch(name -> !values(headers, name).isEmpty()))
        .findFirst()
        .orElse(HeaderNames.STANDARD);
  }

  private static List<String> values(Map<String, List<String>> headers, String lowerCaseName) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().toLowerCase(Locale.ROOT).equals(lowerCaseName))
        .flatMap(header -> header.getValue().stream())
        .toList();
  }

  private Refused outsideTolerance(long age) {
    String limit = " s; the tolerance is " + tolerance.toSeconds() + " s";
    return age > 0
        ? new Refused(Refusal.TOO_OLD, "The message is old: " + age + limit)
        : new Refused(Refusal.TOO_NEW, "The message is from the future: " + -age + limit);
  }

  /// Entries of another form are skipped, and so are those of versions that no key knows.
  private Verification verify(SignedContent content, String signatures) {
    String[] entries = signatures.split(" ", MOST_SIGNATURES + 1);
    if (entries.length > MOST_SIGNATURES) {
      return new Refused(
          Refusal.MALFORMED_SIGNATURE, "There are more than " + MOST_SIGNATURES + " signatures");
    }
    Map<String, List<String>> byVersion =
        Arrays.stream(entries)
            .map(ENTRY::matcher)
            .filter(Matcher::matches)
            .collect(
                groupingBy(found -> found.group(1), mapping(found -> found.group(2), toList())));
    if (byVersion.isEmpty()) {
      return new Refused(
          Refusal.MALFORMED_SIGNATURE, "There is no signature of the form version,base64");
    }
    if (keys.stream().noneMatch(key -> byVersion.containsKey(key.version()))) {
      return new Refused(
          Refusal.UNKNOWN_VERSION, "No signature is of a version that there is a key for");
    }
    for (VerifyingKey key : keys) {
      if (key.verifiesAny(content, byVersion.getOrDefault(key.version(), List.of()))) {
        return new Verified(content.id(), Instant.ofEpochSecond(content.timestampSeconds()));
      }
    }
    return new Refused(Refusal.MISMATCH, "No signature is right for any of the keys");
  }
}
