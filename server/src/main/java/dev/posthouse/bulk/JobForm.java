package dev.posthouse.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.EventId;
import dev.posthouse.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Jobs as JSON.
public final class JobForm {
  private JobForm() {}

  /// A replay as it stands.
  ///
  /// @param waitsFor an endpoint that has enough to do at present
  public static ObjectNode write(Job job, Optional<EndpointId> waitsFor) {
    ObjectNode json = head(job);
    json.setAll((ObjectNode) Json.parse(job.doc().getBytes(UTF_8)));
    if (job.plan().known()) {
      json.set("plan", plan(job.plan()));
    } else {
      json.putNull("plan");
    }
    ObjectNode progress = json.putObject("progress");
    progress.put("events", job.progress().events());
    progress.put("deliveries", job.progress().deliveries());
    progress.put("skipped", job.progress().skipped());
    json.put("waitsFor", waitsFor.map(EndpointId::toString).orElse(null));
    return json;
  }

  /// What was erased, or is being erased: the receipt.
  public static ObjectNode receipt(Job job) {
    ObjectNode json = head(job);
    ObjectNode doc = (ObjectNode) Json.parse(job.doc().getBytes(UTF_8));
    String subject = doc.path("subject").asString("");
    String sealed = subject.isEmpty() ? job.doc() : Erasing.sealed(subject);
    json.setAll((ObjectNode) Json.parse(sealed.getBytes(UTF_8)));
    ObjectNode erased = json.putObject("erased");
    for (String what : List.of("events", "deliveries", "attempts", "cancelled")) {
      erased.put(what, 0);
    }
    if (!job.report().isEmpty()) {
      erased.setAll((ObjectNode) Json.parse(job.report().getBytes(UTF_8)));
    }
    return json;
  }

  private static ObjectNode head(Job job) {
    ObjectNode json = Json.object();
    json.put("id", job.id().toString());
    json.put("state", job.state().word());
    json.put("by", job.who());
    json.put("created", job.created().toString());
    json.put("started", time(job.started()));
    json.put("finished", time(job.finished()));
    return json;
  }

  /// What a replay would do.
  public static ObjectNode write(Wanted wanted, Jobs.Estimate estimate) {
    ObjectNode json = wanted.json();
    json.remove("start");
    ObjectNode plan = plan(estimate.plan());
    plan.put("complete", estimate.whole());
    json.set("plan", plan);
    return json;
  }

  private static ObjectNode plan(Job.Plan plan) {
    ObjectNode json = Json.object();
    json.put("count", plan.total());
    json.put("first", event(plan.first()));
    json.put("last", event(plan.last()));
    return json;
  }

  private static @Nullable String event(long id) {
    return id == 0 ? null : new EventId(id).toString();
  }

  private static @Nullable String time(Instant time) {
    return time.equals(Instant.EPOCH) ? null : time.toString();
  }
}
