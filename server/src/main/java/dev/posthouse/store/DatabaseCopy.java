package dev.posthouse.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;

/// A copy of a SQLite database as of one moment. The server may go on writing meanwhile: the copy
/// reads in one transaction, which in WAL mode hinders no writer.
public final class DatabaseCopy {
  private static final String FINE = "ok";

  private DatabaseCopy() {}

  /// @param events how many events the copy holds
  public record Copied(long bytes, long events) {}

  /// Makes the copy, looks whether it is sound, and only then gives it its name; only its owner can
  /// read it.
  ///
  /// @throws IOException if it cannot be made; nothing is left then
  public static Copied make(Path database, Path target) throws IOException {
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(target + " exists already; name a new file");
    }
    Path draft = target.resolveSibling(target.getFileName() + ".part");
    try {
      var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      Files.createFile(draft, mode);
      copy(database, draft);
      long events = check(draft);
      sync(draft);
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      return new Copied(Files.size(target), events);
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /// An empty file is as good to SQLite as none.
  private static void copy(Path database, Path draft) throws SQLException {
    try (Connection db = open(database);
        var into = db.prepareStatement("vacuum into ?")) {
      into.setString(1, draft.toString());
      into.execute();
    }
  }

  private static long check(Path copy) throws SQLException, IOException {
    try (Connection db = open(copy)) {
      String found = text(db, "pragma quick_check");
      if (!found.equals(FINE)) {
        throw new IOException("the copy is not sound: " + found);
      }
      return Long.parseLong(text(db, "select count(*) from event"));
    }
  }

  private static String text(Connection db, String sql) throws SQLException {
    try (var statement = db.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  private static Connection open(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
  }

  private static void sync(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
