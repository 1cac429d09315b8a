package dev.posthouse.webhooks.receive;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

class SqliteJdbcInboxTest extends JdbcInboxContract {
  @TempDir private Path folder;

  @Override
  DataSource database() {
    SQLiteConfig settings = new SQLiteConfig();
    settings.setBusyTimeout(10_000);
    settings.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
    settings.setJournalMode(SQLiteConfig.JournalMode.WAL);
    SQLiteDataSource database = new SQLiteDataSource(settings);
    database.setUrl("jdbc:sqlite:" + folder.resolve("inbox.db"));
    return database;
  }
}
