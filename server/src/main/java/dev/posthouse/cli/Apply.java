package dev.posthouse.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `posthouse apply`: makes the server's webhooks what a document says. The plan is shown first,
/// and a person is asked. Where nobody can be asked, a plan that deletes something needs `--yes`.
@Command(name = "apply")
final class Apply implements Action {
  private static final String PATH = "/v1/config";

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
    var placeholders = Placeholders.of(text, set, desk);
    String body = placeholders.body(text);
    Client client = desk.client();
    var plan = ask(client, desk, body, true);
    if (!desk.json()) {
      placeholders.tell(desk);
      plan.print(desk);
    }
    if (dryRun || plan.changesNothing()) {
      return end(desk, plan);
    }
    agree(desk, plan);
    var done = ask(client, desk, body, false);
    if (!desk.json()) {
      done.printSecrets(desk);
      desk.say("apply.done", done.summary(desk.words()));
    }
    return end(desk, done);
  }

  private Plan ask(Client client, Desk desk, String body, boolean dry) throws InterruptedException {
    String query = "?dryRun=" + dry + "&prune=" + prune;
    Answer answer = client.exchange("PUT", PATH + query, Client.JSON, Client.utf8(body));
    if (!answer.isSuccess()) {
      throw Flaws.failed(answer, Files.shown(file), desk.words());
    }
    return new Plan(answer.json());
  }

  private void agree(Desk desk, Plan plan) {
    if (yes) {
      return;
    }
    boolean canAsk = desk.shell().terminal() && !desk.json() && !file.equals(Files.STDIN);
    if (canAsk && !desk.agreed("apply.ask")) {
      throw desk.refused("apply.declined");
    }
    if (!canAsk && plan.deletes()) {
      throw desk.refused("apply.deletes");
    }
  }

  private static int end(Desk desk, Plan plan) {
    if (desk.json()) {
      desk.printJson(plan.answer());
    }
    return 0;
  }
}
