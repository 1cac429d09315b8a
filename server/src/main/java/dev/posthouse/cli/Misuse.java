package dev.posthouse.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What is wrong with the words behind a command.
final class Misuse {
  private static final int FARTHEST = 2;

  private Misuse() {}

  static String told(ParameterException e, Words words) {
    String name = e.getCommandLine().getCommandName();
    return switch (e) {
      case UnmatchedArgumentException unknown -> unknown(unknown, name, words);
      case MissingParameterException missing ->
          words.say("usage.missing", name, called(missing.getMissing().getFirst()), name);
      case OverwrittenOptionException twice ->
          words.say("usage.twice", name, called(twice.getOverwritten()));
      default -> words.say("usage.wrong", name, String.valueOf(e.getMessage()), name);
    };
  }

  private static String called(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.longestName() + " " + option.paramLabel()
        : argument.paramLabel();
  }

  private static String unknown(UnmatchedArgumentException e, String name, Words words) {
    String word = e.getUnmatched().getFirst();
    String hint =
        nearest(word, e.getCommandLine().getCommandSpec().optionsMap().keySet())
            .map(near -> words.say("usage.suggest", near))
            .orElse(words.say("usage.lists", name));
    return words.say("usage.unknown", name, word) + hint;
  }

  private static Optional<String> nearest(String word, Collection<String> options) {
    return options.stream()
        .filter(option -> option.startsWith("--") && edits(word, option) <= FARTHEST)
        .min(Comparator.comparingInt(option -> edits(word, option)));
  }

  /// Letters to change, add or drop.
  private static int edits(String from, String to) {
    var row = new int[to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      int diagonal = i;
      for (int j = 0; j <= to.length(); j++) {
        int above = row[j];
        boolean edge = i == 0 || j == 0;
        int change = edge || from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        row[j] = edge ? i + j : Math.min(diagonal + change, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[to.length()];
  }
}
