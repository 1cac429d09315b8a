package dev.posthouse.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;

/// `posthouse export`: the webhooks of the server as a document, which `apply` takes again.
@Command(name = "export")
final class Export implements Action {
  @Option(
      names = {"-l", "--language"},
      paramLabel = "en|zh-CN",
      descriptionKey = "export.language")
  String language = "";

  @Override
  public int run(Desk desk) throws InterruptedException {
    String query = language.isEmpty() ? "" : "?language=" + Client.encoded(language);
    Answer document = desk.client().get("/v1/config" + query);
    if (desk.json()) {
      desk.printJson(JsonNodeFactory.instance.objectNode().put("document", document.text()));
    } else {
      desk.shell().out().writeBytes(document.body());
    }
    return 0;
  }
}
