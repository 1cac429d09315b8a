package dev.posthouse;

import dev.posthouse.Settings.Wrong;
import dev.posthouse.access.Secret;
import dev.posthouse.json.Durations;
import dev.posthouse.net.Cidr;
import dev.posthouse.oauth.Issuer;
import dev.posthouse.web.Visitors;
import dev.posthouse.work.Rate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What an operator has set, read and checked.
///
/// @param stopTimeout how long running attempts may take when stopping; absent: as long as the
///   longest timeout of an endpoint
/// @param concurrency attempts running at once
/// @param demo whether a demonstration runs, with data of its own below the data folder
record Config(
    Listener listener,
    Path data,
    Optional<Secret> databaseUrl,
    Keys keys,
    Addresses addresses,
    Optional<Issuer> issuer,
    Retention retention,
    Optional<Duration> stopTimeout,
    int concurrency,
    boolean demo,
    String logLevel) {
  static final int DEFAULT_CONCURRENCY = 5_000;

  private static final int SHORTEST_ADMIN_KEY = 16;
  private static final List<String> LOG_LEVELS = List.of("error", "warn", "info", "debug");

  /// How long things are kept unless somebody says otherwise.
  ///
  /// @param payloads the data of events; absent: as long as the events
  /// @param audit who changed what
  record Retention(Duration events, Optional<Duration> payloads, Duration audit) {}

  /// Where we listen. The certificate and its key come together or not at all.
  record Listener(
      String host,
      int port,
      Optional<Tls> tls,
      List<Cidr> trustedProxies,
      Visitors.Limits limits,
      Scraping scraping) {
    private static final Pattern LOOPBACK =
        Pattern.compile("127(\\.\\d{1,3}){3}|\\[?::1]?|localhost");

    /// Whether only programs of this machine reach it.
    boolean local() {
      return LOOPBACK.matcher(host).matches();
    }
  }

  /// Who may read `/metrics`: everybody, or who has the admin key or this one.
  record Scraping(boolean open, Optional<Secret> key) {}

  record Tls(Path certificate, Path key) {}

  /// Keys that the operator gives; absent ones are made at the first start.
  record Keys(Optional<Secret> admin, Optional<Secret> secret) {}

  /// What endpoints may be connected to beside the public internet.
  record Addresses(List<Cidr> networks, boolean privateNetworks) {}

  /// @throws Wrong with the first thing that is wrong
  static Config of(Settings settings) {
    return new Config(
        listener(settings),
        data(settings),
        databaseUrl(settings),
        new Keys(
            settings.get(Setting.ADMIN_KEY).map(key -> longKey(Setting.ADMIN_KEY, key)),
            settings.get(Setting.SECRET_KEY).map(Secret::new)),
        new Addresses(
            networks(settings, Setting.ALLOW_NETWORKS), onOff(settings, Setting.ALLOW_PRIVATE)),
        new IssuerSettings(settings).read(),
        retention(settings),
        duration(settings, Setting.STOP_TIMEOUT),
        number(settings, Setting.CONCURRENCY, 1, 100_000).orElse(DEFAULT_CONCURRENCY),
        onOff(settings, Setting.DEMO),
        logLevel(settings));
  }

  private static Retention retention(Settings settings) {
    return new Retention(
        duration(settings, Setting.RETENTION).orElse(Duration.ofDays(90)),
        duration(settings, Setting.PAYLOAD_RETENTION),
        duration(settings, Setting.AUDIT_RETENTION).orElse(Duration.ofDays(730)));
  }

  private static Path data(Settings settings) {
    Path data = Path.of(settings.get(Setting.DATA).orElse("data"));
    return onOff(settings, Setting.DEMO) ? data.resolve(Demo.FOLDER) : data;
  }

  private static Optional<Secret> databaseUrl(Settings settings) {
    Optional<Secret> url = settings.get(Setting.DATABASE_URL).map(Config::databaseUrl);
    if (url.isPresent() && onOff(settings, Setting.DEMO)) {
      throw new Wrong("--demo keeps its data in a folder of its own: leave --database-url away");
    }
    return url;
  }

  private static Listener listener(Settings settings) {
    Optional<Path> certificate = settings.get(Setting.TLS_CERT).map(Path::of);
    Optional<Path> key = settings.get(Setting.TLS_KEY).map(Path::of);
    if (certificate.isPresent() != key.isPresent()) {
      throw new Wrong("--tls-cert and --tls-key go together: give both, or none");
    }
    return new Listener(
        settings.get(Setting.HOST).orElse("127.0.0.1"),
        number(settings, Setting.PORT, 0, 65_535).orElse(8080),
        certificate.flatMap(c -> key.map(k -> new Tls(c, k))),
        networks(settings, Setting.TRUSTED_PROXIES),
        limits(settings),
        new Scraping(
            onOff(settings, Setting.OPEN_METRICS),
            settings.get(Setting.METRICS_KEY).map(text -> longKey(Setting.METRICS_KEY, text))));
  }

  private static Visitors.Limits limits(Settings settings) {
    int connections = number(settings, Setting.CONNECTIONS, 1, 1_000_000).orElse(1_000);
    Optional<Rate> rate =
        settings.get(Setting.REQUESTS).map(text -> read(Setting.REQUESTS, text, Rate::parse));
    return new Visitors.Limits(
        connections,
        rate.map(Rate::starts).orElse(0),
        rate.map(Rate::window).orElse(Duration.ZERO));
  }

  private static Secret databaseUrl(String url) {
    if (!url.startsWith("postgresql://")
        && !url.startsWith("postgres://")
        && !url.startsWith("jdbc:postgresql:")) {
      throw new Wrong(
          "--database-url must begin with postgresql://, as in postgresql://user:password@host/posthouse");
    }
    return new Secret(url);
  }

  private static Secret longKey(String name, String key) {
    boolean printable = key.chars().allMatch(c -> c > ' ' && c < 127);
    if (key.length() < SHORTEST_ADMIN_KEY || !printable) {
      throw new Wrong(
          "POSTHOUSE_"
              + name.toUpperCase(Locale.ROOT).replace('-', '_')
              + " must have 16 or more printable ASCII characters, such as `openssl rand -hex 24` prints");
    }
    return new Secret(key);
  }

  private static List<Cidr> networks(Settings settings, String name) {
    return settings.get(name).stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(text -> read(name, text.strip(), Cidr::parse))
        .toList();
  }

  static Optional<Duration> duration(Settings settings, String name) {
    return settings.get(name).map(text -> read(name, text, Durations::parse));
  }

  private static Optional<Integer> number(Settings settings, String name, int least, int most) {
    Optional<Integer> number =
        settings
            .get(name)
            .map(text -> read(name, text, t -> t.matches("\\d{1,9}") ? Integer.parseInt(t) : -1));
    if (number.isPresent() && (number.get() < least || number.get() > most)) {
      throw new Wrong("--%s must be a number from %d to %d".formatted(name, least, most));
    }
    return number;
  }

  private static boolean onOff(Settings settings, String name) {
    String text = settings.get(name).orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      throw new Wrong("--%s is true or false, not \"%s\"".formatted(name, text));
    }
    return text.equals("true");
  }

  private static String logLevel(Settings settings) {
    String level =
        settings.get(Setting.LOG).orElse(onOff(settings, Setting.DEMO) ? "error" : "info");
    if (!LOG_LEVELS.contains(level)) {
      throw new Wrong("--log is one of error, warn, info, debug, not \"" + level + "\"");
    }
    return level;
  }

  static <T> T read(String name, String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new Wrong("--" + name + ": " + e.getMessage());
    }
  }
}
