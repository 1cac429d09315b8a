package dev.posthouse.store;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.migration.JavaMigration;

/// Brings a database to the shape that this program knows.
final class Migrations {
  private Migrations() {}

  /// @throws StoreException if the database is out of reach, or newer than this program
  static void run(String dialect, String url, String user, String password, JavaMigration... more) {
    try {
      var flyway =
          Flyway.configure()
              .dataSource(url, user.isEmpty() ? null : user, password.isEmpty() ? null : password)
              .locations("classpath:db/migration/" + dialect)
              .javaMigrations(more)
              .ignoreMigrationPatterns("*:future")
              .load();
      refuseNewer(flyway);
      flyway.migrate();
    } catch (FlywayException e) {
      throw new StoreException("cannot prepare the database: " + e.getMessage(), e);
    }
  }

  private static void refuseNewer(Flyway flyway) {
    for (MigrationInfo applied : flyway.info().applied()) {
      if (applied.getState().name().startsWith("FUTURE")) {
        throw new StoreException(
            "the database has the shape of version "
                + applied.getVersion()
                + ", which is newer than this program: start a newer Posthouse on it");
      }
    }
  }
}
