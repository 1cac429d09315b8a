package dev.posthouse;

import dev.posthouse.cli.Shell;
import dev.posthouse.cli.Words;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/// The shell this process was called from.
final class OwnShell {
  private OwnShell() {}

  static Shell open() {
    Map<String, String> variables = System.getenv();
    return new Shell(
        System.in,
        stream(FileDescriptor.out, variables),
        stream(FileDescriptor.err, variables),
        variables,
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent(),
        Path.of(""),
        new OwnPremises(
            Path.of(variables.getOrDefault("POSTHOUSE_DATA", "data")),
            variables.getOrDefault("POSTHOUSE_ADMIN_KEY", "")),
        new SecureRandom(),
        Thread::sleep,
        InstantSource.system(),
        ZoneId.systemDefault());
  }

  /// Java would write question marks for Chinese where the locale is not installed.
  private static PrintStream stream(FileDescriptor file, Map<String, String> variables) {
    Charset charset = Words.charset(variables);
    return new PrintStream(new FileOutputStream(file), true, charset);
  }
}
