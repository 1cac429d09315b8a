package dev.posthouse.bench.part;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs other programs of this module: same Java, same class path.
final class Java {
  private Java() {}

  static List<String> command(List<String> options, String main, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=4", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of(arguments));
    return command;
  }
}
