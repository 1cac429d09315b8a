package dev.posthouse.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `posthouse keys`: lists the keys of a tenant, makes one, takes one back. Needs the admin key.
@Command(name = "keys")
final class KeysCommand implements Action {
  private static final String PATH = "/v1/keys";

  @Parameters(arity = "0..2", paramLabel = "make NAME|revoke KEY", descriptionKey = "keys.what")
  List<String> words = new ArrayList<>();

  @Option(
      names = "--role",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "ROLE,…",
      descriptionKey = "keys.role")
  List<String> roles = new ArrayList<>();

  @Option(names = "--expires", paramLabel = "TIME", descriptionKey = "keys.expires")
  String expires = "";

  @Option(
      names = "--source",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "NAME,…",
      descriptionKey = "keys.source")
  List<String> sources = new ArrayList<>();

  @Option(
      names = "--type",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "TYPE,…",
      descriptionKey = "keys.type")
  List<String> types = new ArrayList<>();

  @Option(
      names = "--allow-ip",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "CIDR,…",
      descriptionKey = "keys.ip")
  List<String> addresses = new ArrayList<>();

  @Option(names = "--rate", paramLabel = "RATE", descriptionKey = "keys.rate")
  String rate = "";

  @Override
  public int run(Desk desk) throws InterruptedException {
    String what = words.isEmpty() ? "list" : words.getFirst();
    boolean named = words.size() == 2;
    if (what.equals("list") && !named) {
      list(desk);
    } else if (what.equals("make") && named) {
      make(desk, words.getLast());
    } else if (what.equals("revoke") && named) {
      revoke(desk, words.getLast());
    } else {
      throw desk.wrongUse("keys.use");
    }
    return 0;
  }

  private static void list(Desk desk) throws InterruptedException {
    Lists.print(
        desk,
        Lists.whole(desk.client(), new Query(PATH)),
        List.of("keys.key", "keys.name", "keys.roles", "keys.used", "keys.ends"),
        key -> row(desk, key));
  }

  private static List<String> row(Desk desk, JsonNode key) {
    String used = Moments.shown(Desk.text(key, "lastUsed"), desk.shell().zone());
    return List.of(
        Desk.text(key, "id"),
        Desk.text(key, "name"),
        String.join(", ", key.path("roles").valueStream().map(JsonNode::asString).toList()),
        used.isEmpty() ? desk.words().say("keys.never") : used,
        Moments.shown(Desk.text(key, "expires"), desk.shell().zone()));
  }

  private void make(Desk desk, String name) throws InterruptedException {
    if (roles.isEmpty()) {
      throw desk.wrongUse("keys.norole");
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
    put(body, "roles", roles);
    put(body, "sources", sources);
    put(body, "types", types);
    put(body, "allowedIps", addresses);
    if (!rate.isEmpty()) {
      body.put("publishRate", rate);
    }
    if (!expires.isEmpty()) {
      body.put("expires", expires);
    }
    JsonNode made = desk.client().send("POST", PATH, body.toString()).json();
    if (desk.json()) {
      desk.printJson(made);
    } else {
      desk.say("keys.made", Desk.text(made, "id"));
      desk.print("  " + Desk.text(made, "secret"));
    }
  }

  private static void put(ObjectNode body, String field, List<String> values) {
    if (!values.isEmpty()) {
      values.forEach(body.withArray(field)::add);
    }
  }

  private static void revoke(Desk desk, String key) throws InterruptedException {
    Answer answer =
        desk.client().exchange("DELETE", PATH + "/" + Client.encoded(key), "", new byte[0]);
    if (!answer.isSuccess()) {
      throw Problems.failed(answer, desk.words());
    }
    if (desk.json()) {
      desk.printJson(JsonNodeFactory.instance.objectNode().put("id", key).put("revoked", true));
    } else {
      desk.say("keys.revoked", key);
    }
  }
}
