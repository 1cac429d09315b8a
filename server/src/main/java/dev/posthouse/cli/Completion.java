package dev.posthouse.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/// `posthouse completion`: a script that lets a shell complete commands and options.
@Command(name = "completion")
final class Completion implements Action {
  private static final String IN_ZSH =
      "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n";

  @Parameters(paramLabel = "bash|zsh|fish", descriptionKey = "completion.shell")
  String shell = "";

  @Override
  public int run(Desk desk) {
    CommandLine all = Commands.all(desk.words());
    String script =
        switch (shell) {
          case "bash" -> AutoComplete.bash("posthouse", all);
          case "zsh" -> IN_ZSH + AutoComplete.bash("posthouse", all);
          case "fish" -> FishCompletion.of(all, desk.words());
          default -> throw desk.wrongUse("completion.unknown", shell);
        };
    if (desk.json()) {
      desk.printJson(
          JsonNodeFactory.instance.objectNode().put("shell", shell).put("script", script));
    } else {
      desk.shell().out().print(script);
    }
    return 0;
  }
}
