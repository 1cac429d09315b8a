package dev.posthouse;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// One thing that an operator can set: as a flag, in the environment, or in a YAML file.
///
/// @param form what its value looks like; empty for a switch
record Setting(String name, String form) {
  static final String HOST = "host";
  static final String PORT = "port";
  static final String TLS_CERT = "tls-cert";
  static final String TLS_KEY = "tls-key";
  static final String TRUSTED_PROXIES = "trusted-proxies";
  static final String CONNECTIONS = "connections-per-address";
  static final String REQUESTS = "requests-per-address";
  static final String OPEN_METRICS = "open-metrics";
  static final String METRICS_KEY = "metrics-key";
  static final String DATA = "data";
  static final String DATABASE_URL = "database-url";
  static final String ALLOW_NETWORKS = "allow-networks";
  static final String ALLOW_PRIVATE = "allow-private-networks";
  static final String OIDC_ISSUER = "oidc-issuer";
  static final String OIDC_AUDIENCE = "oidc-audience";
  static final String OIDC_ALGORITHMS = "oidc-algorithms";
  static final String OIDC_LEEWAY = "oidc-leeway";
  static final String OIDC_CA = "oidc-ca";
  static final String OIDC_TENANT = "oidc-tenant";
  static final String OIDC_TENANT_CLAIM = "oidc-tenant-claim";
  static final String OIDC_TENANTS = "oidc-tenants";
  static final String OIDC_ROLES_CLAIM = "oidc-roles-claim";
  static final String OIDC_ROLES = "oidc-roles";
  static final String RETENTION = "retention";
  static final String PAYLOAD_RETENTION = "payload-retention";
  static final String AUDIT_RETENTION = "audit-retention";
  static final String STOP_TIMEOUT = "stop-timeout";
  static final String CONCURRENCY = "concurrency";
  static final String DEMO = "demo";
  static final String LOG = "log";
  static final String CONFIG = "config";
  static final String ADMIN_KEY = "admin-key";
  static final String SECRET_KEY = "secret-key";

  /// Kept out of command lines, which every user of a machine can read.
  private static final List<String> ENVIRONMENT_ONLY = List.of(ADMIN_KEY, METRICS_KEY, SECRET_KEY);

  static final List<Setting> ALL =
      List.of(
          new Setting(HOST, "ADDRESS"),
          new Setting(PORT, "PORT"),
          new Setting(TLS_CERT, "FILE"),
          new Setting(TLS_KEY, "FILE"),
          new Setting(TRUSTED_PROXIES, "CIDR,…"),
          new Setting(CONNECTIONS, "COUNT"),
          new Setting(REQUESTS, "RATE"),
          new Setting(OPEN_METRICS, ""),
          new Setting(DATA, "FOLDER"),
          new Setting(DATABASE_URL, "URL"),
          new Setting(ALLOW_NETWORKS, "CIDR,…"),
          new Setting(ALLOW_PRIVATE, ""),
          new Setting(OIDC_ISSUER, "URL"),
          new Setting(OIDC_AUDIENCE, "NAME,…"),
          new Setting(OIDC_ALGORITHMS, "NAME,…"),
          new Setting(OIDC_LEEWAY, "DURATION"),
          new Setting(OIDC_CA, "FILE"),
          new Setting(OIDC_TENANT, "TENANT"),
          new Setting(OIDC_TENANT_CLAIM, "CLAIM"),
          new Setting(OIDC_TENANTS, "VALUE=TENANT,…"),
          new Setting(OIDC_ROLES_CLAIM, "CLAIM"),
          new Setting(OIDC_ROLES, "VALUE=ROLE+ROLE,…"),
          new Setting(RETENTION, "DURATION"),
          new Setting(PAYLOAD_RETENTION, "DURATION"),
          new Setting(AUDIT_RETENTION, "DURATION"),
          new Setting(STOP_TIMEOUT, "DURATION"),
          new Setting(CONCURRENCY, "COUNT"),
          new Setting(DEMO, ""),
          new Setting(LOG, "LEVEL"),
          new Setting(CONFIG, "FILE"),
          new Setting(ADMIN_KEY, "KEY"),
          new Setting(METRICS_KEY, "KEY"),
          new Setting(SECRET_KEY, "KEY"));

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

  /// All settings with their defaults and environment variables.
  ///
  /// @param words what a key of the command line's texts says
  static String help(UnaryOperator<String> words) {
    var lines = new StringBuilder(words.apply("setting.head")).append("\n\n");
    for (Setting setting : ALL) {
      String flag =
          setting.isFlag()
              ? "--" + setting.name + (setting.isSwitch() ? "" : " " + setting.form)
              : "";
      lines.append(
          String.format(Locale.ROOT, "  %-28s %s%n", flag, words.apply("setting." + setting.name)));
      lines.append(String.format(Locale.ROOT, "  %-28s   %s%n", "", setting.variable()));
    }
    return lines.toString();
  }

  /// The variables that are ours but no settings of `serve`: of the launcher and of clients.
  static final List<String> OTHER_VARIABLES =
      Arrays.asList(
          "POSTHOUSE_JAVA_HOME",
          "POSTHOUSE_JAVA_OPTS",
          "POSTHOUSE_URL",
          "POSTHOUSE_KEY",
          "POSTHOUSE_TENANT",
          "POSTHOUSE_SIGNING_SECRET",
          "POSTHOUSE_LISTEN_SECRET",
          "POSTHOUSE_TRIGGER_SECRET");
}
