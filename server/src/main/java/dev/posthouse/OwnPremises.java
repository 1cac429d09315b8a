package dev.posthouse;

import dev.posthouse.cli.Local;
import dev.posthouse.cli.Premises;
import dev.posthouse.store.DatabaseCopy;
import dev.posthouse.store.SqliteDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What is on this machine, seen from a folder: the server that runs here, and its data.
///
/// @param folder the data folder of a server here; the demonstration's is below it
/// @param adminKey what the environment says; empty: what the folder keeps
record OwnPremises(Path folder, String adminKey) implements Premises {
  private static final List<String> SECRETS =
      List.of("admin.key", "secret.key", "server.properties");
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  @Override
  public Local server() {
    return RunningServer.find(folder, adminKey);
  }

  @Override
  public Optional<DataHere> data() {
    return inUse().map(OwnPremises::look);
  }

  /// That of the server that runs, else the one with a database.
  private Optional<Path> inUse() {
    Path demo = folder.resolve(Demo.FOLDER);
    boolean demoRuns = server().tenant().equals(Demo.TENANT);
    return Stream.of(demoRuns ? demo : folder, folder, demo)
        .filter(each -> Stream.of("node.id", SqliteDatabase.FILE).anyMatch(has(each)))
        .findFirst();
  }

  private static Predicate<String> has(Path each) {
    return name -> Files.exists(each.resolve(name));
  }

  private static DataHere look(Path folder) {
    try {
      FileStore disk = Files.getFileStore(folder);
      return new DataHere(
          folder, databaseBytes(folder), disk.getUsableSpace(), disk.getTotalSpace(), open(folder));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + folder, e);
    }
  }

  private static long databaseBytes(Path folder) throws IOException {
    long bytes = 0;
    for (String end : List.of("", "-wal")) {
      Path file = folder.resolve(SqliteDatabase.FILE + end);
      bytes += Files.exists(file) ? Files.size(file) : 0;
    }
    return bytes;
  }

  private static String open(Path folder) throws IOException {
    for (String name : SECRETS) {
      Path file = folder.resolve(name);
      if (Files.exists(file)
          && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
        return file.toString();
      }
    }
    return "";
  }

  @Override
  public Copied copyDatabase(Path target) throws IOException {
    Path database =
        inUse().map(each -> each.resolve(SqliteDatabase.FILE)).orElse(folder).toAbsolutePath();
    if (!Files.isRegularFile(database)) {
      throw new NoDatabase(folder.toString());
    }
    DatabaseCopy.Copied copied = DatabaseCopy.make(database, target);
    return new Copied(target, copied.bytes(), copied.events());
  }
}
