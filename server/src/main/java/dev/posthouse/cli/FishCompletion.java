package dev.posthouse.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// How the shell fish completes commands and options: a line for each, with what it is for
/// (fishshell.com, `complete`).
final class FishCompletion {
  private FishCompletion() {}

  static String of(CommandLine all, Words words) {
    var script = new StringBuilder("complete -c posthouse -f\n");
    all.getSubcommands()
        .forEach((name, command) -> {
          script
              .append("complete -c posthouse -n __fish_use_subcommand -a ")
              .append(name)
              .append(described(words.say(name + ".summary")));
          command
              .getCommandSpec()
              .options()
              .forEach(option -> script.append(line(name, option, words)));
        });
    return script.toString();
  }

  private static String line(String command, OptionSpec option, Words words) {
    var line = new StringBuilder("complete -c posthouse -n '__fish_seen_subcommand_from ");
    line.append(command).append('\'');
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
    }
    boolean takesValue = option.arity().max() > 0;
    line.append(takesValue ? " -r -F" : "");
    return line.append(described(words.say(option.descriptionKey()))).toString();
  }

  private static String described(String text) {
    String quoted = text.replace("\\", "\\\\").replace("'", "\\'").replace('\n', ' ');
    return " -d '" + quoted + "'\n";
  }
}
