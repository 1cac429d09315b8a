package dev.posthouse.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What a command is given of the world it was called in.
///
/// @param terminal whether a person sits at both ends: answers can be asked for, colours be seen
/// @param folder what names of files are relative to
/// @param local the server that runs from this folder
public record Shell(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> variables,
    boolean terminal,
    Path folder,
    Supplier<Local> local,
    RandomGenerator dice,
    Pause pause) {

  /// Lets time pass; the commands themselves have no clock.
  public interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  String variable(String name) {
    return variables.getOrDefault(name, "");
  }
}
