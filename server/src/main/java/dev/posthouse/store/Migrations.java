package dev.posthouse.store;

import java.sql.SQLException;
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
      throw e.getCause() instanceof SQLException sql && refused(sql)
          ? new StoreException("cannot connect to the database: " + sql.getMessage(), e)
          : new StoreException("cannot prepare the database: " + e.getMessage(), e);
    }
  }

  /// By SQLSTATE: no connection, no such user or another password, no such database.
  private static boolean refused(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return state.startsWith("08") || state.startsWith("28") || state.startsWith("3D");
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
