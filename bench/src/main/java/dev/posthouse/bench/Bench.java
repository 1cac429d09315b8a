package dev.posthouse.bench;

import dev.posthouse.bench.scenario.Scenarios;
import java.nio.file.Path;
import java.util.List;

/// `./posthouse bench`: runs the scenarios that are named, one after the other.
public final class Bench {
  private Bench() {}

  /// @param args the repository's folder, then what the user wrote
  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    List<String> words = List.of(args).subList(1, args.length);
    try {
      Options options = Options.of(home, words);
      System.exit(new Run(options).all(Scenarios.named(options.names())) ? 0 : 1);
    } catch (Options.Misuse e) {
      System.err.println(e.getMessage());
      System.err.println(Scenarios.usage());
      System.exit(2);
    }
  }
}
