package dev.posthouse.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.JsonNode;

/// The commands that ask a server, and how they are called: options are read, the command runs, its
/// end becomes an exit code: 0 done, 1 refused or failed, 2 called wrongly.
public final class Commands {
  private static final Map<String, Supplier<Action>> ALL = all();
  private static final int NAME_COLUMNS = 12;

  private Commands() {}

  private static Map<String, Supplier<Action>> all() {
    var all = new LinkedHashMap<String, Supplier<Action>>();
    all.put("apply", Apply::new);
    all.put("export", Export::new);
    all.put("preview", Preview::new);
    all.put("send", Send::new);
    all.put("events", Events::new);
    all.put("deliveries", Deliveries::new);
    all.put("attempts", Attempts::new);
    all.put("explain", Explain::new);
    all.put("retry", Retry::new);
    all.put("replay", Replay::new);
    all.put("hold", Hold::new);
    all.put("release", Release::new);
    all.put("stats", Stats::new);
    all.put("tail", Tail::new);
    all.put("baseline", Baseline::new);
    all.put("endpoint", EndpointCommand::new);
    all.put("sign", SignCommand::new);
    all.put("verify", VerifyCommand::new);
    all.put("keys", KeysCommand::new);
    all.put("audit", Audit::new);
    all.put("listen", Listen::new);
    all.put("trigger", Trigger::new);
    all.put("shopify", ShopifyCommand::new);
    all.put("rotate-key", RotateKey::new);
    all.put("doctor", Doctor::new);
    all.put("backup", Backup::new);
    all.put("completion", Completion::new);
    return all;
  }

  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  @Command(name = "posthouse", synopsisHeading = "", description = "")
  private static final class Top {}

  /// @param args the command's name first, one of [#names]
  /// @return the exit code
  public static int run(List<String> args, Shell shell) {
    var words = Words.of(shell.variables());
    var common = new SharedOptions();
    CommandLine line = line(words, common, ALL.get(args.getFirst()), args.getFirst());
    try {
      ParseResult parsed = line.parseArgs(args.toArray(String[]::new)).subcommand();
      if (common.help) {
        help(parsed.commandSpec().commandLine(), shell);
        return 0;
      }
      return run((Action) parsed.commandSpec().userObject(), new Desk(shell, words, common));
    } catch (ParameterException e) {
      shell.err().println("posthouse: " + Misuse.told(e, words));
      return Failed.USAGE;
    }
  }

  /// All commands with a line each, in the language of the shell.
  ///
  /// @param names the commands in order, also those that ask no server
  public static String overview(String version, List<String> names, Shell shell) {
    var words = Words.of(shell.variables());
    var lines = new StringBuilder(words.say("help.head", version)).append("\n\n");
    for (String name : names) {
      lines
          .append("  posthouse ")
          .append(Width.pad(name, NAME_COLUMNS))
          .append(words.say(name + ".summary"))
          .append('\n');
    }
    return lines.append('\n').append(words.say("help.foot")).append('\n').toString();
  }

  /// One of the texts, in the language of the shell.
  public static String say(Shell shell, String key, Object... values) {
    return Words.of(shell.variables()).say(key, values);
  }

  private static int run(Action action, Desk desk) {
    try {
      return action.run(desk);
    } catch (Failed e) {
      return failed(e, desk);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Failed.REFUSED;
    } catch (RuntimeException e) {
      desk.warn("posthouse: " + desk.words().say("defect", e.toString().replace('\n', ' ')));
      return Failed.REFUSED;
    } finally {
      desk.shell().out().flush();
    }
  }

  private static int failed(Failed e, Desk desk) {
    @Nullable JsonNode problem = e.problem();
    if (desk.json() && problem != null) {
      desk.printJson(problem);
    } else {
      desk.warn("posthouse: " + e.text());
    }
    return e.code();
  }

  /// All of them under one roof, for scripts that complete them.
  static CommandLine all(Words words) {
    var line = new CommandLine(new Top());
    ALL.forEach((name, command) -> {
      var own = new CommandLine(command.get());
      own.addMixin("common", new SharedOptions());
      line.addSubcommand(name, own);
    });
    line.setResourceBundle(words.bundle());
    return line;
  }

  private static CommandLine line(
      Words words, SharedOptions common, @Nullable Supplier<Action> command, String name) {
    if (command == null) {
      throw new IllegalArgumentException(name + " is none of " + ALL.keySet());
    }
    var own = new CommandLine(command.get());
    own.addMixin("common", common);
    var line = new CommandLine(new Top());
    line.addSubcommand(name, own);
    line.setExpandAtFiles(false);
    line.setResourceBundle(words.bundle());
    own.getCommandSpec().usageMessage().synopsisSubcommandLabel("");
    return line;
  }

  private static void help(CommandLine command, Shell shell) {
    command.usage(shell.out(), Paint.wanted(shell) ? Ansi.ON : Ansi.OFF);
    shell.out().flush();
  }
}
