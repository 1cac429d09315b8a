package dev.posthouse.bench.scenario;

import dev.posthouse.bench.Options;
import dev.posthouse.bench.result.Result;
import java.util.List;

/// One situation that Posthouse is measured in.
public interface Scenario {
  String name();

  /// One sentence.
  String about();

  /// Sets the stage, puts load on it, reads the figures. Whatever it started has ended when it
  /// returns.
  List<Result> run(Options options, Databases databases) throws InterruptedException;

  /// About how many seconds it takes.
  int seconds(Options options);
}
