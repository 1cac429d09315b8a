package dev.posthouse.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/// `posthouse backup`: a copy of the SQLite database of the data folder here, as of one moment,
/// while the server goes on.
@Command(name = "backup")
final class Backup implements Action {
  @Parameters(paramLabel = "FILE", descriptionKey = "backup.file")
  String file = "";

  @Override
  public int run(Desk desk) {
    Path target = desk.shell().folder().resolve(file).toAbsolutePath().normalize();
    Premises.Copied copied;
    try {
      copied = desk.shell().premises().copyDatabase(target);
    } catch (Premises.NoDatabase e) {
      throw desk.refused("backup.none", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw desk.refused("backup.failed", String.valueOf(e.getMessage()));
    }
    if (desk.json()) {
      desk.printJson(
          JsonNodeFactory.instance
              .objectNode()
              .put("file", copied.file().toString())
              .put("bytes", copied.bytes())
              .put("events", copied.events()));
    } else {
      desk.say("backup.done", copied.file(), Sizes.shown(copied.bytes()), copied.events());
      desk.say("backup.keys");
    }
    return 0;
  }
}
