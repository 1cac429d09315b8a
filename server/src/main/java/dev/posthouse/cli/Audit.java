package dev.posthouse.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `posthouse audit`: whether the record of changes is whole; the record itself, a revision a line.
@Command(name = "audit")
final class Audit implements Action {
  private static final String VERIFY = "verify";
  private static final String EXPORT = "export";
  private static final String ALL = "all=true";

  @Parameters(paramLabel = "verify|export", descriptionKey = "audit.what")
  String what = "";

  @Option(names = "--noted", paramLabel = "NUMBER:HASH", descriptionKey = "audit.noted")
  String noted = "";

  @Option(names = "--all", descriptionKey = "audit.all")
  boolean all;

  @Override
  public int run(Desk desk) throws InterruptedException {
    return switch (what) {
      case VERIFY -> verify(desk);
      case EXPORT -> export(desk);
      default -> throw desk.wrongUse("audit.unknown", what);
    };
  }

  private int verify(Desk desk) throws InterruptedException {
    String path = "/v1/revisions/verification" + query(desk);
    JsonNode report = desk.client().get(path).json();
    boolean whole = report.path("whole").asBoolean(false);
    if (desk.json()) {
      desk.printJson(report);
      return whole ? 0 : Failed.REFUSED;
    }
    for (JsonNode finding : report.path("findings")) {
      desk.say(
          "audit." + Desk.text(finding, "trouble"),
          finding.path("number").asString(),
          finding.path("until").asString());
    }
    String kept = report.path("kept").asString();
    String said = whole ? "audit.whole" : "audit.broken";
    if (report.has("dropped")) {
      desk.say(said, kept, report.path("dropped").asString());
    } else {
      desk.say(said + ".own", kept);
    }
    desk.say("audit.note", report.path("number").asString() + ":" + Desk.text(report, "hash"));
    return whole ? 0 : Failed.REFUSED;
  }

  private String query(Desk desk) {
    if (noted.isEmpty()) {
      return "";
    }
    String[] parts = noted.split(":", -1);
    if (parts.length != 2) {
      throw desk.wrongUse("audit.oddnote", noted);
    }
    return "?number=" + Client.encoded(parts[0]) + "&hash=" + Client.encoded(parts[1]);
  }

  /// Page by page, as the server gives it.
  private int export(Desk desk) throws InterruptedException {
    Client client = desk.client();
    String query = all ? "&" + ALL : "";
    String after = "0";
    while (!after.isEmpty()) {
      Answer page = client.get("/v1/revisions/export?after=" + after + query);
      desk.shell().out().writeBytes(page.body());
      after = last(page);
    }
    return 0;
  }

  /// The number of the last revision of a page; empty if there is none.
  private static String last(Answer page) {
    String text = page.text().strip();
    String line = text.substring(text.lastIndexOf('\n') + 1);
    return line.isEmpty()
        ? ""
        : new Answer(page.status(), "", "", Client.utf8(line)).json().path("number").asString();
  }
}
