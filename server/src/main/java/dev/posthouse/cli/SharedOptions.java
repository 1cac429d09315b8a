package dev.posthouse.cli;

import picocli.CommandLine.Option;

/// The options that every command has.
final class SharedOptions {
  @Option(names = "--json", descriptionKey = "option.json")
  boolean json;

  @Option(names = "--tenant", paramLabel = "NAME", descriptionKey = "option.tenant")
  String tenant = "";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      descriptionKey = "option.help")
  boolean help;
}
