package dev.posthouse.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.deliver.Dispatcher;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Ids;
import dev.posthouse.event.Sha256;
import dev.posthouse.json.Json;
import dev.posthouse.store.BulkDeliveries;
import dev.posthouse.store.BulkDeliveries.Line;
import dev.posthouse.store.Erasure;
import dev.posthouse.store.Erasure.Erased;
import dev.posthouse.store.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/// Erases all events of a subject. Once that is done, the job itself knows the subject by its hash
/// only.
final class Erasing implements Labour {
  private static final int SCAN = 2_000;

  /// Events of one transaction; each may have many deliveries and attempts.
  private static final int MOST = 50;

  private final Ledger ledger;
  private final Erasure erasure;
  private final Dispatcher dispatcher;

  Erasing(Ledger ledger, Dispatcher dispatcher) {
    this.ledger = ledger;
    this.erasure = new Erasure(ledger);
    this.dispatcher = dispatcher;
  }

  /// What is asked for.
  static String doc(String subject) {
    return Json.text(Json.object().put("subject", subject));
  }

  /// The same for the record, which outlives the subject.
  static String sealed(String subject) {
    String hash = HexFormat.of().formatHex(Sha256.of(subject));
    return Json.text(Json.object().put("subjectSha256", hash));
  }

  private static ObjectNode read(String doc) {
    return (ObjectNode) Json.parse(doc.getBytes(UTF_8));
  }

  static String subject(Job job) {
    return read(job.doc()).path("subject").asString("");
  }

  @Override
  public Optional<Part> count(Job job, long event, long id) {
    return Optional.of(new Part(event, id, 0, 0, 0, true));
  }

  @Override
  public Optional<Slice> next(Job job, int most) {
    long until = Ids.floor(job.created().plus(Duration.ofMillis(1)));
    String subject = subject(job);
    List<Line> lines =
        ledger.read(db -> BulkDeliveries.events(db, job.progress().event(), until, SCAN));
    var theirs = new ArrayList<EventId>();
    long at = job.progress().event();
    int looked = 0;
    while (looked < lines.size() && theirs.size() < MOST) {
      Line line = lines.get(looked++);
      at = line.id().value();
      if (line.tenant().equals(job.tenant()) && line.subject().equals(subject)) {
        theirs.add(line.id());
      }
    }
    boolean end = looked == lines.size() && lines.size() < SCAN;
    Work work = db -> erased(db, job, theirs, end);
    return Optional.of(new Slice(at, 0, theirs.size(), end, work));
  }

  private Written erased(Handle db, Job job, List<EventId> theirs, boolean end) {
    Erased erased = erasure.erase(db, theirs);
    erasure.forget(db, theirs);
    String before = JobRows.find(db, job.id()).map(Job::report).orElse("");
    JobRows.report(db, job.id(), added(before, erased));
    if (end) {
      erasure.forget(db, job.tenant(), subject(job));
      JobRows.redoc(db, job.id(), sealed(subject(job)));
    }
    return new Written(
        0,
        0,
        () -> erasure.committed(erased.open()),
        () -> erased.open().forEach(row -> dispatcher.letGo(row.endpoint(), row.id())));
  }

  /// What was erased so far.
  private static String added(String before, Erased erased) {
    ObjectNode sum = before.isEmpty() ? Json.object() : read(before);
    add(sum, "events", erased.events());
    add(sum, "deliveries", erased.deliveries());
    add(sum, "attempts", erased.attempts());
    add(sum, "cancelled", erased.open().size());
    return Json.text(sum);
  }

  private static void add(ObjectNode sum, String name, int more) {
    sum.put(name, sum.path(name).asLong(0) + more);
  }

  @Override
  public Optional<EndpointId> inTheWay(Job job) {
    return Optional.empty();
  }
}
