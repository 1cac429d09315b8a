package dev.posthouse.webhooks.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.provider.Provider;
import dev.posthouse.webhooks.provider.Providers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A request of a provider, with made-up contents in the form that is documented: its headers, its
/// body, and a good signature.
///
/// ```java
/// Sample sample = Sample.of("shopify.orders.updated").orElseThrow();
/// Request plain = sample.request(address, secret, now, dice);
/// Request signed = sample.signed(plain, secret, now, dice);
/// ```
///
/// @param type of the event that it tells, with the provider's name before it
/// @param text as it is kept: method and query, headers, an empty line, the body
public record Sample(String type, Provider provider, String text) {
  private static final String ALL = "all";
  private static final String SCHEME = ":scheme: ";
  private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)}");
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SPACED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'%20'HH'%3A'mm'%3A'ss").withZone(ZoneOffset.UTC);

  /// Where no secret is given. Known to everybody, so that nothing is proved by it.
  private static final Map<String, String> TEST_SECRETS =
      Map.of(
          "standard", "whsec_cG9zdGhvdXNlIHRlc3Qgc2VjcmV0ICEh",
          "gitlab", "whsec_cG9zdGhvdXNlIHRlc3Qgc2VjcmV0ICEh",
          "pipedrive", "posthouse:test",
          "salesforce", "00D000000000062EAA");

  /// The types that there are samples of.
  public static List<String> types() {
    return read(ALL).lines().toList();
  }

  /// @param type one of [#types()]
  public static Optional<Sample> of(String type) {
    if (!types().contains(type)) {
      return Optional.empty();
    }
    Provider provider = Providers.named(type.substring(0, type.indexOf('.'))).orElseThrow();
    return Optional.of(new Sample(type, provider, read(type + ".http")));
  }

  private static String read(String name) {
    try (InputStream in = Sample.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The library was built without its sample " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A secret of the form that the provider's scheme needs, for trying things out.
  public String testSecret() {
    return TEST_SECRETS.getOrDefault(provider.name(), "posthouse-test-secret");
  }

  /// The request as it is before it is signed, with new ids and the time.
  ///
  /// @param address as the provider knows it
  /// @param secret for providers that show it in the address or in the body
  public Request request(String address, String secret, Instant now, RandomGenerator dice) {
    Map<String, Supplier<String>> values = values(secret, now, dice);
    int empty = text.indexOf("\n\n");
    String[] head = filled(text.substring(0, empty), values).split("\n", -1);
    String[] method = head[0].split(" \\?", 2);
    Map<String, List<String>> headers = new HashMap<>();
    for (int i = 1; i < head.length; i++) {
      if (!head[i].startsWith(SCHEME)) {
        String[] header = head[i].split(": ", 2);
        headers.put(header[0], List.of(header[1]));
      }
    }
    String body = filled(text.substring(empty + 2).stripTrailing(), values);
    String url = method.length == 1 ? address : Request.url(address, method[1]);
    return new Request(method[0], url, headers, body.getBytes(UTF_8));
  }

  private static Map<String, Supplier<String>> values(
      String secret, Instant now, RandomGenerator dice) {
    String id = uuid(dice);
    Instant seconds = now.truncatedTo(ChronoUnit.SECONDS);
    return Map.of(
        "id", () -> id,
        "uuid", () -> uuid(dice),
        "number", () -> Long.toString(dice.nextLong(1_000_000_000L, 10_000_000_000L)),
        "secret", () -> secret,
        "time", seconds::toString,
        "local", () -> LOCAL.format(seconds),
        "spaced", () -> SPACED.format(seconds),
        "seconds", () -> Long.toString(now.getEpochSecond()),
        "millis", () -> Long.toString(now.toEpochMilli()));
  }

  private static String uuid(RandomGenerator dice) {
    return new UUID(dice.nextLong(), dice.nextLong()).toString();
  }

  private static String filled(String text, Map<String, Supplier<String>> values) {
    return PLACE
        .matcher(text)
        .replaceAll(place ->
            Matcher.quoteReplacement(values.getOrDefault(place.group(1), place::group).get()));
  }

  /// The usual one, unless the second line names another.
  private Scheme scheme() {
    return text.lines()
        .skip(1)
        .limit(1)
        .filter(line -> line.startsWith(SCHEME))
        .flatMap(line ->
            provider.schemes().entrySet().stream()
                .filter(scheme -> scheme.getKey().equals(line.substring(SCHEME.length())))
                .map(Map.Entry::getValue))
        .findFirst()
        .orElseGet(provider::scheme);
  }

  /// The same with the headers by which the provider proves who it is.
  ///
  /// @throws IllegalArgumentException if the secret has a wrong form
  public Request signed(Request plain, String secret, Instant now, RandomGenerator dice) {
    Map<String, List<String>> headers = new HashMap<>(plain.headers());
    String id = plain.header("idempotency-key").orElseGet(() -> "msg_" + uuid(dice));
    scheme()
        .sign(plain, secret, id, now)
        .forEach((name, value) -> headers.put(name, List.of(value)));
    return new Request(plain.method(), plain.url(), headers, plain.body());
  }
}
