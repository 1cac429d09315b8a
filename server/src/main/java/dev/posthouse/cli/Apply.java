package dev.posthouse.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `posthouse apply`: makes the server's webhooks and sources what a document says. The plan is
/// shown first, and a person is asked. Where nobody can be asked, a plan that deletes something
/// needs `--yes`.
@Command(name = "apply")
final class Apply implements Action {
  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      descriptionKey = "apply.file")
  String file = "";

  @Option(names = "--set", paramLabel = "NAME=VALUE", descriptionKey = "apply.set")
  List<String> set = new ArrayList<>();

  @Option(names = "--dry-run", descriptionKey = "apply.dryrun")
  boolean dryRun;

  @Option(names = "--prune", descriptionKey = "apply.prune")
  boolean prune;

  @Option(
      names = {"-y", "--yes"},
      descriptionKey = "apply.yes")
  boolean yes;

  @Override
  public int run(Desk desk) throws InterruptedException {
    String text = desk.files().text(file);
    var put = new DocumentPut(text, Placeholders.of(set, desk), desk, desk.client());
    Plan plan = plan(desk, put);
    while (!dryRun && !plan.changesNothing()) {
      agree(desk, plan);
      Answer answer = put.ask("dryRun=false&prune=" + prune + "&revision=" + plan.revision());
      if (answer.isSuccess()) {
        return applied(desk, new Plan(answer.json()));
      }
      if (!isStale(answer)) {
        throw Flaws.failed(answer, Files.shown(file), desk.words());
      }
      if (yes || !canAsk(desk)) {
        throw Failed.refused(desk.words().say("apply.stale"), answer.json());
      }
      desk.say("apply.stale");
      plan = plan(desk, put);
    }
    return end(desk, plan);
  }

  private Plan plan(Desk desk, DocumentPut put) throws InterruptedException {
    Answer answer = put.ask("dryRun=true&prune=" + prune);
    if (!answer.isSuccess()) {
      throw Flaws.failed(answer, Files.shown(file), desk.words());
    }
    var plan = new Plan(answer.json());
    if (!desk.json()) {
      put.placeholders().tell(desk);
      plan.print(desk);
    }
    return plan;
  }

  /// The configuration is no longer the one that was planned for.
  private static boolean isStale(Answer answer) {
    return answer.status() == 409 && Desk.text(answer.json(), "code").equals("stale_plan");
  }

  private void agree(Desk desk, Plan plan) {
    if (yes) {
      return;
    }
    if (canAsk(desk) && !desk.agreed("apply.ask")) {
      throw desk.refused("apply.declined");
    }
    if (!canAsk(desk) && plan.deletes()) {
      throw desk.refused("apply.deletes");
    }
  }

  private boolean canAsk(Desk desk) {
    return desk.shell().terminal() && !desk.json() && !file.equals(Files.STDIN);
  }

  private static int applied(Desk desk, Plan done) {
    if (!desk.json()) {
      done.printAddresses(desk);
      done.printSecrets(desk);
      desk.say("apply.done", done.summary(desk.words()));
    }
    return end(desk, done);
  }

  private static int end(Desk desk, Plan plan) {
    if (desk.json()) {
      desk.printJson(plan.answer());
    }
    return 0;
  }
}
