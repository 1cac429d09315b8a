package dev.posthouse.bench;

import dev.posthouse.bench.part.BenchFailure;
import dev.posthouse.bench.result.Page;
import dev.posthouse.bench.result.Recorded;
import dev.posthouse.bench.scenario.Scenarios;
import java.nio.file.Path;
import java.util.List;

/// `./posthouse bench`: runs the scenarios that are named, one after the other; `report` writes
/// what was recorded into the pages that tell of it.
public final class Bench {
  private Bench() {}

  /// @param args the repository's folder, then what the user wrote
  public static void main(String[] args) throws InterruptedException {
    Path home = Path.of(args[0]);
    List<String> words = List.of(args).subList(1, args.length);
    System.exit(run(home, words));
  }

  private static int run(Path home, List<String> words) throws InterruptedException {
    try {
      Options options = Options.of(home, words);
      if (options.names().contains("help")) {
        System.out.println(Scenarios.usage());
        return 0;
      }
      if (options.names().contains("report")) {
        Page.write(home.resolve("docs"), Recorded.all(options.out())).forEach(System.out::println);
        return 0;
      }
      return new Run(options).all(Scenarios.named(options.names())) ? 0 : 1;
    } catch (Options.Misuse e) {
      System.err.println(e.getMessage() + "\n" + Scenarios.usage());
      return 2;
    } catch (BenchFailure e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }
}
