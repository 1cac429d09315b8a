package dev.posthouse;

import dev.posthouse.access.VaultLocked;
import dev.posthouse.cli.Commands;
import dev.posthouse.cli.Shell;
import dev.posthouse.json.Spelling;
import dev.posthouse.store.StoreException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Where the process starts.
public final class Main {
  static final String VERSION = "0.1.0";
  private static final int USAGE = 2;
  private static final List<String> OWN = List.of("serve", "version", "help");

  /// Those of the launcher, which work in a clone of the sources.
  static final List<String> LAUNCHER =
      List.of("test", "bench", "sim", "fuzz", "kill", "outage", "soak");

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(Arrays.asList(args)));
  }

  /// Numbers in what people are told look the same wherever the process runs; its commands choose
  /// their language by the environment.
  static int run(List<String> args) {
    Locale.setDefault(Locale.ROOT);
    String command = args.isEmpty() ? "help" : args.getFirst();
    return switch (command) {
      case "serve" -> serve(args.subList(1, args.size()));
      case "version", "--version" ->
          say(
              args.contains("--json")
                  ? "{\"version\":\"" + VERSION + "\"}"
                  : "posthouse " + VERSION);
      case "help", "--help", "-h" -> help(args);
      default -> ask(command, args);
    };
  }

  /// A command that asks a server.
  private static int ask(String command, List<String> args) {
    if (Commands.names().contains(command)) {
      return Commands.run(args, OwnShell.open());
    }
    return unknown(command);
  }

  private static int unknown(String command) {
    Shell shell = OwnShell.open();
    String hint =
        Spelling.nearest(command, commands())
            .map(near -> Commands.say(shell, "help.suggest", near))
            .orElse("");
    shell.err().println("posthouse: " + Commands.say(shell, "help.unknown", command, hint));
    return USAGE;
  }

  private static int help(List<String> args) {
    String about = args.size() > 1 ? args.get(1) : "";
    if (about.equals("serve")) {
      return settings();
    }
    if (Commands.names().contains(about)) {
      return Commands.run(List.of(about, "--help"), OwnShell.open());
    }
    if (!about.isEmpty() && !commands().contains(about)) {
      return unknown(about);
    }
    Shell shell = OwnShell.open();
    shell.out().print(Commands.overview(VERSION, commands(), shell));
    shell.out().flush();
    return 0;
  }

  private static int settings() {
    Shell shell = OwnShell.open();
    shell.out().print(Setting.help(key -> Commands.say(shell, key)));
    return 0;
  }

  private static List<String> commands() {
    return Stream.of(OWN, Commands.names(), LAUNCHER).flatMap(List::stream).toList();
  }

  private static int serve(List<String> flags) {
    if (flags.contains("--help") || flags.contains("-h")) {
      return settings();
    }
    try {
      return new Serve(Config.of(Settings.of(flags, System.getenv()))).run();
    } catch (Settings.Wrong e) {
      return fail(USAGE, e.getMessage());
    } catch (StoreException | VaultLocked | Serve.CannotStart e) {
      return fail(1, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static int say(String text) {
    System.out.println(text);
    return 0;
  }

  private static int fail(int code, String message) {
    System.err.println("posthouse: " + message);
    return code;
  }
}
