package dev.posthouse;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One thing that an operator can set: as a flag, in the environment, or in a YAML file.
///
/// @param form what its value looks like; empty for a switch
record Setting(String name, String form, String meaning) {
  static final String HOST = "host";
  static final String PORT = "port";
  static final String TLS_CERT = "tls-cert";
  static final String TLS_KEY = "tls-key";
  static final String TRUSTED_PROXIES = "trusted-proxies";
  static final String DATA = "data";
  static final String DATABASE_URL = "database-url";
  static final String ALLOW_NETWORKS = "allow-networks";
  static final String ALLOW_PRIVATE = "allow-private-networks";
  static final String RETENTION = "retention";
  static final String STOP_TIMEOUT = "stop-timeout";
  static final String CONCURRENCY = "concurrency";
  static final String LOG = "log";
  static final String CONFIG = "config";
  static final String ADMIN_KEY = "admin-key";
  static final String SECRET_KEY = "secret-key";

  /// Kept out of command lines, which every user of a machine can read.
  private static final List<String> ENVIRONMENT_ONLY = List.of(ADMIN_KEY, SECRET_KEY);

  static final List<Setting> ALL =
      List.of(
          new Setting(HOST, "ADDRESS", "address to listen on (127.0.0.1)"),
          new Setting(PORT, "PORT", "port to listen on, 0 for any free one (8080)"),
          new Setting(TLS_CERT, "FILE", "certificate chain, PEM; serves https"),
          new Setting(TLS_KEY, "FILE", "private key of the certificate, PEM"),
          new Setting(
              TRUSTED_PROXIES, "CIDR,…", "proxies whose X-Forwarded-For is believed (none)"),
          new Setting(DATA, "FOLDER", "folder of database and keys (./data)"),
          new Setting(
              DATABASE_URL,
              "URL",
              "postgresql://user:password@host/name; without it SQLite in the data folder"),
          new Setting(
              ALLOW_NETWORKS, "CIDR,…", "internal networks that endpoints may be in (none)"),
          new Setting(
              ALLOW_PRIVATE, "", "let endpoints be on this machine and in private networks"),
          new Setting(RETENTION, "DURATION", "how long events are kept (90d)"),
          new Setting(
              STOP_TIMEOUT,
              "DURATION",
              "how long running attempts may take when stopping (longest timeout of an endpoint)"),
          new Setting(CONCURRENCY, "COUNT", "attempts running at once (5000)"),
          new Setting(LOG, "LEVEL", "error, warn, info or debug (info)"),
          new Setting(CONFIG, "FILE", "YAML file with any of these settings"),
          new Setting(ADMIN_KEY, "KEY", "the admin key, 16 or more printable ASCII characters"),
          new Setting(SECRET_KEY, "KEY", "encrypts secrets at rest: 32 bytes, base64 or hex"));

  static Optional<Setting> named(String name) {
    return ALL.stream().filter(s -> s.name.equals(name)).findFirst();
  }

  boolean isSwitch() {
    return form.isEmpty();
  }

  boolean isFlag() {
    return !ENVIRONMENT_ONLY.contains(name);
  }

  /// Such as `POSTHOUSE_DATABASE_URL`.
  String variable() {
    return "POSTHOUSE_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  static List<String> names() {
    return ALL.stream().map(Setting::name).toList();
  }

  static String help() {
    var lines =
        new StringBuilder("posthouse serve: settings, defaults, and environment variables below\n");
    for (Setting setting : ALL) {
      String flag =
          setting.isFlag()
              ? "--" + setting.name + (setting.isSwitch() ? "" : " " + setting.form)
              : "";
      lines.append(String.format(Locale.ROOT, "  %-28s %s%n", flag, setting.meaning));
      lines.append(String.format(Locale.ROOT, "  %-28s   %s%n", "", setting.variable()));
    }
    return lines.toString();
  }

  /// The variables that are ours but no settings of `serve`: of the launcher and of clients.
  static final List<String> OTHER_VARIABLES =
      Arrays.asList("POSTHOUSE_JAVA_HOME", "POSTHOUSE_JAVA_OPTS", "POSTHOUSE_URL", "POSTHOUSE_KEY");
}
