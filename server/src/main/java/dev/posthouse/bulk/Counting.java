package dev.posthouse.bulk;

import dev.posthouse.bulk.Job.Plan;
import dev.posthouse.bulk.Labour.Part;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Counts what a job has to do, part by part.
final class Counting {
  private final Job job;
  private final Labour labour;
  private Part at;
  private long total;
  private long first;
  private long last;

  Counting(Job job, Labour labour) {
    this.job = job;
    this.labour = labour;
    at = new Part(job.progress().event(), job.progress().id(), 0, 0, 0, false);
  }

  /// Goes on as long as there is memory to look at what comes, and somebody wants it to. Returns
  /// whether all is counted.
  boolean goOn(BooleanSupplier wanted) throws InterruptedException {
    while (!at.end()) {
      Optional<Part> part = labour.count(job, at.event(), at.id());
      if (part.isEmpty()) {
        return false;
      }
      add(part.get());
      if (!wanted.getAsBoolean()) {
        return at.end();
      }
    }
    return true;
  }

  private void add(Part part) {
    total += part.found();
    first = first == 0 ? part.first() : first;
    last = part.last() == 0 ? last : part.last();
    at = part;
  }

  /// What was counted so far.
  Plan plan() {
    return new Plan(total, first, last);
  }
}
