package dev.posthouse.cli;

import picocli.CommandLine.Option;

/// The options that every command has.
final class Common {
  @Option(names = "--json", descriptionKey = "option.json")
  boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      descriptionKey = "option.help")
  boolean help;
}
