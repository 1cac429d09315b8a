package dev.posthouse.cli;

import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.sample.Change;
import dev.posthouse.webhooks.sample.Sample;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `posthouse trigger`: sends a request as a provider does, signed as the provider signs, to try a
/// receiver with.
@Command(name = "trigger")
final class Trigger implements Action {
  private static final String SECRET = "POSTHOUSE_TRIGGER_SECRET";

  @Parameters(arity = "0..1", paramLabel = "TYPE", descriptionKey = "trigger.type")
  String type = "";

  @Option(names = "--url", paramLabel = "URL", descriptionKey = "trigger.url")
  String url = "http://localhost:3000/";

  @Option(names = "--secret", paramLabel = "SECRET", descriptionKey = "trigger.secret")
  String secret = "";

  @Option(names = "--address", paramLabel = "URL", descriptionKey = "trigger.address")
  String address = "";

  @Option(names = "--set", paramLabel = "PATH=VALUE", descriptionKey = "trigger.set")
  List<String> changes = new ArrayList<>();

  @Option(names = "--print", descriptionKey = "trigger.print")
  boolean print;

  @Override
  public int run(Desk desk) throws InterruptedException {
    if (type.isEmpty()) {
      list(desk);
      return 0;
    }
    Sample sample = sample(desk);
    String known = secret.isEmpty() ? desk.shell().variable(SECRET) : secret;
    String used = known.isEmpty() ? sample.testSecret() : known;
    Request request = request(sample, used, desk);
    if (print) {
      show(request, desk);
      return 0;
    }
    if (known.isEmpty() && !desk.json()) {
      desk.warn(desk.words().say("trigger.test", used));
    }
    // Where it is sent is not always the address that the provider knows, but the query is.
    URI target = Forwarder.target(Request.url(url, request.query()), desk);
    return told(new Forwarder(desk).send(target, request), target, desk);
  }

  private static void list(Desk desk) {
    if (desk.json()) {
      ArrayNode types = JsonNodeFactory.instance.arrayNode();
      Sample.types().forEach(types::add);
      desk.printJson(types);
    } else {
      Sample.types().forEach(desk::print);
    }
  }

  private Sample sample(Desk desk) {
    return Sample.of(type)
        .orElseThrow(() -> {
          String provider = type.split("\\.", 2)[0] + ".";
          List<String> near =
              Sample.types().stream().filter(other -> other.startsWith(provider)).toList();
          return desk.wrongUse(
              "trigger.unknown", type, String.join(", ", near.isEmpty() ? Sample.types() : near));
        });
  }

  private Request request(Sample sample, String used, Desk desk) {
    Instant now = desk.shell().clock().instant();
    var dice = desk.shell().dice();
    try {
      String known = address.isEmpty() ? url : address;
      Request plain = sample.request(known, used, now, dice);
      for (String change : changes) {
        int equals = change.indexOf('=');
        if (equals < 1) {
          throw desk.wrongUse("trigger.change", change);
        }
        plain = new Change(change.substring(0, equals), change.substring(equals + 1)).in(plain);
      }
      return sample.signed(plain, used, now, dice);
    } catch (IllegalArgumentException e) {
      throw Failed.usage(String.valueOf(e.getMessage()));
    }
  }

  private int told(Forwarder.Answered answered, URI target, Desk desk) {
    if (desk.json()) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("type", type).put("url", target.toString()).put("status", answered.status());
      desk.printJson(
          json.put("milliseconds", answered.milliseconds()).put("body", answered.body()));
    } else {
      String line =
          desk.words().say("trigger.answered", type, answered.status(), answered.milliseconds());
      desk.print(answered.good() ? Paint.GREEN : Paint.RED, line);
      if (!answered.body().isEmpty()) {
        desk.print(answered.shortBody());
      }
    }
    return answered.good() ? 0 : Failed.REFUSED;
  }

  private static void show(Request request, Desk desk) {
    String body = new String(request.body(), StandardCharsets.UTF_8);
    if (desk.json()) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("method", request.method()).put("url", request.url());
      ObjectNode headers = json.putObject("headers");
      request.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
      desk.printJson(json.put("body", body));
      return;
    }
    desk.print(request.method() + " " + request.url());
    desk.print(
        request.headers().entrySet().stream()
            .flatMap(header -> header.getValue().stream().map(v -> header.getKey() + ": " + v))
            .collect(Collectors.joining("\n")));
    desk.print("");
    desk.print(body);
  }
}
