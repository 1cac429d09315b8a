package dev.posthouse;

import dev.posthouse.access.VaultLocked;
import dev.posthouse.json.Spelling;
import dev.posthouse.store.StoreException;
import java.util.Arrays;
import java.util.List;

/// Where the process starts.
public final class Main {
  static final String VERSION = "0.1.0";
  private static final int USAGE = 2;
  private static final List<String> COMMANDS = List.of("serve", "version", "help", "test", "bench");

  private static final String HELP =
      """
      Posthouse %s: carries business events to the systems that asked for them.

        posthouse serve [settings]   start the server
        posthouse version            say which version this is
        posthouse test               run every test and check (in a clone of the sources)
        posthouse bench saturation   measure events per second on this machine (likewise)
        posthouse help               this text

      Settings of serve, with their defaults; the line below each is its environment variable:
      """;

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(Arrays.asList(args)));
  }

  private static int run(List<String> args) {
    String command = args.isEmpty() ? "help" : args.getFirst();
    return switch (command) {
      case "serve" -> serve(args.subList(1, args.size()));
      case "version", "--version" -> say("posthouse " + VERSION);
      case "help", "--help", "-h" -> say(HELP.formatted(VERSION) + Setting.help());
      default ->
          fail(
              USAGE,
              "there is no command \""
                  + command
                  + "\""
                  + Spelling.hint(command, COMMANDS)
                  + " (posthouse help lists them)");
    };
  }

  private static int serve(List<String> flags) {
    if (flags.contains("--help") || flags.contains("-h")) {
      return say(HELP.formatted(VERSION) + Setting.help());
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
