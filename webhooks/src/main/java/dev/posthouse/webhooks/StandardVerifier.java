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
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Verifies messages of Standard Webhooks 1.0.0. See [Verifier#of(List)].
public final class StandardVerifier implements Verifier {
  private static final Pattern TIMESTAMP = Pattern.compile("0|[1-9][0-9]{0,11}");
  private static final Pattern ENTRY = Pattern.compile("([^,]+),(.+)");

  private final List<VerifyingKey> keys;
  private final Duration tolerance;
  private final List<HeaderNames> names;

  StandardVerifier(List<VerifyingKey> keys, Duration tolerance, List<HeaderNames> names) {
    this.keys = keys;
    this.tolerance = tolerance;
    this.names = names;
  }

  static StandardVerifier of(List<? extends VerifyingKey> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("A verifier has at least one key");
    }
    return new StandardVerifier(
        List.copyOf(keys), DEFAULT_TOLERANCE, List.of(HeaderNames.STANDARD));
  }

  /// The same, but with another tolerance.
  ///
  /// @param tolerance how far the attempt's time may lie from now, both ways and inclusive, to the
  ///   second
  /// @throws IllegalArgumentException if it is negative
  public StandardVerifier withTolerance(Duration tolerance) {
    if (tolerance.isNegative()) {
      throw new IllegalArgumentException("The tolerance " + tolerance + " is negative");
    }
    return new StandardVerifier(keys, tolerance, names);
  }

  /// The same, but a message that has none of the headers `webhook-…` may have `svix-…` instead.
  public StandardVerifier acceptingSvixNames() {
    return new StandardVerifier(keys, tolerance, List.of(HeaderNames.STANDARD, HeaderNames.SVIX));
  }

  @Override
  public Verification verify(Request request, Instant now) {
    HeaderNames used = namesUsed(request);
    for (String name : used.all()) {
      Optional<Refused> refused = Headers.refusal(request, name);
      if (refused.isPresent()) {
        return refused.get();
      }
    }
    String id = request.values(used.id()).get(0);
    String timestamp = request.values(used.timestamp()).get(0);
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
    String signatures = request.values(used.signature()).get(0);
    return verify(new SignedContent(id, seconds, List.of(request.body())), signatures);
  }

  private HeaderNames namesUsed(Request request) {
    return names.stream()
        .filter(some -> some.all().stream().anyMatch(name -> !request.values(name).isEmpty()))
        .findFirst()
        .orElse(names.get(0));
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
    for (int i = 0; i < keys.size(); i++) {
      VerifyingKey key = keys.get(i);
      if (key.verifiesAny(content, byVersion.getOrDefault(key.version(), List.of()))) {
        return new Verified(content.id(), Instant.ofEpochSecond(content.timestampSeconds()), i);
      }
    }
    return new Refused(Refusal.MISMATCH, "No signature is right for any of the keys");
  }
}
