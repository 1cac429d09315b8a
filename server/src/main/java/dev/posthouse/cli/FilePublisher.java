package dev.posthouse.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Publishes the events of a file, batch by batch, and counts what became of them.
final class FilePublisher {
  private static final String PATH = "/v1/events/batch";

  private final Desk desk;
  private final Publisher publisher;
  private final ArrayNode results = JsonNodeFactory.instance.arrayNode();
  private long published;
  private long known;
  private long refused;
  private long deliveries;

  /// Whether each event gets a line.
  private boolean told;

  FilePublisher(Desk desk, Client client) {
    this.desk = desk;
    this.publisher = new Publisher(desk, client);
  }

  /// @return the exit code: 1 if an event was refused
  int publish(EventFile file) throws InterruptedException {
    List<List<EventFile.Slice>> batches = file.batches();
    var bar = new Bar(desk, file.events().size());
    boolean many = batches.size() > 1 && bar.isWatched();
    told = !many && !desk.json();
    long sent = 0;
    try {
      for (List<EventFile.Slice> batch : batches) {
        if (many) {
          bar.at(sent);
        }
        publish(file, batch);
        sent += batch.size();
      }
    } finally {
      if (many) {
        bar.clear();
      }
      end();
    }
    return refused > 0 ? Failed.REFUSED : 0;
  }

  private void publish(EventFile file, List<EventFile.Slice> batch) throws InterruptedException {
    boolean repeatable = batch.stream().allMatch(EventFile.Slice::hasId);
    Answer answer = publisher.publish(PATH, file.array(batch), repeatable);
    if (!answer.isSuccess()) {
      throw Problems.failed(answer, desk.words());
    }
    List<JsonNode> each = answer.json().path("results").valueStream().toList();
    for (int i = 0; i < Math.min(each.size(), batch.size()); i++) {
      count(each.get(i), file.name() + ":" + batch.get(i).line());
    }
  }

  private void count(JsonNode result, String place) {
    if (desk.json()) {
      results.add(result);
    }
    int status = result.path("status").asInt(0);
    if (status >= 400) {
      refused++;
      desk.warn(place + ": " + Problems.brief(result.path("problem")));
      return;
    }
    published += status == 202 ? 1 : 0;
    known += status == 200 ? 1 : 0;
    deliveries += result.path("deliveries").asLong(0);
    if (told) {
      desk.print(Publisher.line(result, desk.words()));
      Publisher.warn(result, place + ": ", desk);
    }
  }

  /// Also when a later batch failed: what is stored is stored.
  private void end() {
    if (desk.json()) {
      desk.printJson(JsonNodeFactory.instance.objectNode().set("results", results));
    } else {
      desk.say("send.total", published, known, refused, deliveries);
    }
  }
}
