package dev.posthouse.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.random.RandomGenerator;

/// What a command is given of the world it was called in.
///
/// @param terminal whether a person sits at both ends: answers can be asked for, colours be seen
/// @param folder what names of files are relative to
/// @param premises what is on this machine
/// @param zone in which times are shown
public record Shell(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> variables,
    boolean terminal,
    Path folder,
    Premises premises,
    RandomGenerator dice,
    Pause pause,
    InstantSource clock,
    ZoneId zone) {

  /// Lets time pass.
  public interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  String variable(String name) {
    return variables.getOrDefault(name, "");
  }
}
