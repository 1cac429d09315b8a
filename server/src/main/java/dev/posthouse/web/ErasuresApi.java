package dev.posthouse.web;

import dev.posthouse.bulk.Job;
import dev.posthouse.bulk.JobForm;
import dev.posthouse.bulk.Jobs;
import dev.posthouse.event.JobId;
import dev.posthouse.history.Place;
import dev.posthouse.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `DELETE /v1/events?subject=` and `/v1/erasures`: what is erased for a subject, and the receipts.
final class ErasuresApi {
  private static final Set<Job.Kind> KINDS = Set.of(Job.Kind.ERASE);
  private static final String ALL = "/v1/erasures";

  private final Jobs jobs;

  ErasuresApi(Jobs jobs) {
    this.jobs = jobs;
  }

  List<Route> routes() {
    return List.of(
        new Route("DELETE", "/v1/events", Need.MANAGE, this::erase),
        new Route("GET", ALL, Need.READ, this::list),
        new Route("GET", ALL + "/{id}", Need.READ, this::read));
  }

  private Answer erase(Call call) throws InterruptedException {
    Query query = call.query();
    String subject = query.text("subject").orElse("");
    if (subject.isEmpty()) {
      query.flaw("subject", "is missing: whose events are to be erased?");
    }
    query.done();
    return answer(202, jobs.erase(call.caller(), subject));
  }

  private Answer list(Call call) {
    Query query = call.query();
    var paging = Paging.of(query);
    query.done();
    List<Job> page = jobs.page(call.tenant(), KINDS, paging.after().event(), paging.limit() + 1);
    boolean more = page.size() > paging.limit();
    List<Job> items = more ? page.subList(0, paging.limit()) : page;
    Optional<Place> next =
        more ? Optional.of(new Place(items.getLast().id().value(), 0)) : Optional.empty();
    return Lists.of(
        items, next, (json, job) -> json.writeRawValue(Json.text(JobForm.receipt(job))));
  }

  private Answer read(Call call) {
    call.query().done();
    return jobs.find(call.tenant(), call.id(JobId::parse), KINDS)
        .map(job -> answer(200, job))
        .orElseGet(() -> Answer.problem(Problem.notFound()));
  }

  private static Answer answer(int status, Job job) {
    return Answer.success(status, Answer.JSON, Json.bytes(JobForm.receipt(job)));
  }
}
