package dev.posthouse.store;

import static dev.posthouse.testing.Events.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.ContentHash;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Origin;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SettableClock;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file that was written when keys had a table of their own.
final class KeyMigrationTest {
  @TempDir Path folder;

  @Test
  void keys_of_a_former_version_are_still_held() throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve(SqliteDatabase.FILE);
    Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:db/migration/sqlite")
        .target("5")
        .load()
        .migrate();
    try (var db = DriverManager.getConnection(url);
        var statement = db.createStatement()) {
      statement.execute(
          """
          insert into event (id, tenant, source, source_id, type, subject, time, organisation, actor,
            extensions, accepted, route_table, content_type, data)
          values (77, 1, 'shop', 'a', 't', '', 0, '', '', x'', 0, 0, '', x'')
          """);
      statement.execute("insert into event_key values (1, 'shop', 'a', 77, x'0102')");
    }

    try (Database database = Databases.open(Databases.Kind.SQLITE, folder, new SettableClock())) {
      Optional<EventKeys.Holder> holder =
          database.read(db -> database.keys().find(db, TENANT, new Origin("shop", "a")));

      assertThat(holder)
          .contains(new EventKeys.Holder(new EventId(77), new ContentHash(new byte[] {1, 2})));
    }
  }
}
