package dev.posthouse.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `posthouse completion`: a script that lets a shell complete commands and options.
@Command(name = "completion")
final class Completion implements Action {
  @Parameters(paramLabel = "bash|zsh", descriptionKey = "completion.shell")
  String shell = "";

  @Override
  public int run(Desk desk) {
    String head =
        switch (shell) {
          case "bash" -> "";
          case "zsh" ->
              "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n";
          default -> throw desk.wrongUse("completion.unknown", shell);
        };
    desk.shell().out().print(head + AutoComplete.bash("posthouse", Commands.all(desk.words())));
    return 0;
  }
}
