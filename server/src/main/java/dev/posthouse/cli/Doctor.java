package dev.posthouse.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// `posthouse doctor`: looks at the set-up, the server, clocks, certificates, the disk, endpoints
/// and what waits, and says what to do.
@Command(name = "doctor")
final class Doctor implements Action {
  @Option(names = "--send", descriptionKey = "doctor.send")
  boolean send;

  @Override
  public int run(Desk desk) throws InterruptedException {
    var report = new Findings(desk);
    new DoctorHere(desk, report).look();
    new DoctorServer(desk, report, send).look();
    return desk.json() ? json(desk, report) : people(desk, report);
  }

  private static int people(Desk desk, Findings report) {
    report
        .all()
        .forEach(finding -> {
          desk.print(finding.grade().paint, finding.grade().mark + " " + finding.text());
          if (!finding.advice().isEmpty()) {
            desk.print("    " + finding.advice());
          }
        });
    desk.print("");
    desk.say(
        report.worst() == Findings.Grade.FINE ? "doctor.fine" : "doctor.sum",
        report.count(Findings.Grade.BAD),
        report.count(Findings.Grade.CARE));
    return code(report);
  }

  private static int json(Desk desk, Findings report) {
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    for (Findings.Finding finding : report.all()) {
      items
          .addObject()
          .put("check", finding.check())
          .put("grade", finding.grade().word)
          .put("text", finding.text())
          .put("advice", finding.advice());
    }
    desk.printJson(
        JsonNodeFactory.instance
            .objectNode()
            .put("grade", report.worst().word)
            .set("findings", items));
    return code(report);
  }

  /// What only deserves care is no failure.
  private static int code(Findings report) {
    return report.worst() == Findings.Grade.BAD ? Failed.REFUSED : 0;
  }
}
