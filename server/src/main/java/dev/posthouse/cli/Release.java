package dev.posthouse.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `posthouse release`: sends what has waited, in order, slowly if that is wanted.
@Command(name = "release")
final class Release implements Action {
  @Parameters(paramLabel = "NAME|ID", descriptionKey = "hold.what")
  String what = "";

  @Option(names = "--rate", paramLabel = "RATE", descriptionKey = "release.rate")
  String rate = "";

  @Override
  public int run(Desk desk) throws InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (!rate.isEmpty()) {
      body.put("rate", rate);
    }
    return Hold.change(desk, what, "release", body);
  }
}
