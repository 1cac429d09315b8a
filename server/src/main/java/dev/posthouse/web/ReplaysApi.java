package dev.posthouse.web;

import dev.posthouse.bulk.Job;
import dev.posthouse.bulk.JobForm;
import dev.posthouse.bulk.Jobs;
import dev.posthouse.bulk.Jobs.Granted;
import dev.posthouse.bulk.Jobs.Wish;
import dev.posthouse.bulk.Wanted;
import dev.posthouse.config.Catalogue;
import dev.posthouse.config.Endpoint;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.JobId;
import dev.posthouse.event.TenantId;
import dev.posthouse.history.History;
import dev.posthouse.history.Place;
import dev.posthouse.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// `/v1/replays`: events sent once more, and failed deliveries tried once more, in bulk.
final class ReplaysApi {
  static final Set<Job.Kind> KINDS = Set.of(Job.Kind.REPLAY, Job.Kind.RETRY);

  private static final String ALL = "/v1/replays";
  private static final String ONE = "/v1/replays/{id}";

  private static final Duration SOON = Duration.ofSeconds(5);

  private final Jobs jobs;
  private final Catalogue catalogue;
  private final History history;
  private final InstantSource clock;

  ReplaysApi(Jobs jobs, Catalogue catalogue, History history, InstantSource clock) {
    this.jobs = jobs;
    this.history = history;
    this.catalogue = catalogue;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", ALL, Need.MANAGE, this::create),
        new Route("GET", ALL, Need.READ, this::list),
        new Route("GET", ONE, Need.READ, this::read),
        new Route("GET", ONE + "/deliveries", Need.READ, this::deliveries),
        new Route("POST", ONE + "/pause", Need.MANAGE, call -> wish(call, Wish.PAUSE)),
        new Route("POST", ONE + "/resume", Need.MANAGE, call -> wish(call, Wish.RESUME)),
        new Route("POST", ONE + "/cancel", Need.MANAGE, call -> wish(call, Wish.CANCEL)));
  }

  private Answer create(Call call) throws InterruptedException {
    Query query = call.query();
    boolean dryRun = query.flag("dryRun");
    query.done();
    Wanted wanted = Wanted.read(call.json(), clock.instant().truncatedTo(ChronoUnit.MICROS));
    refuseUnknown(call.tenant(), wanted);
    if (dryRun) {
      var plan = jobs.plan(call.tenant(), wanted).orElseThrow(() -> new Refusal(busy()));
      return Answer.success(200, Answer.JSON, Json.bytes(JobForm.write(wanted, plan)));
    }
    if (wanted.mode() == Wanted.Mode.FAILED) {
      refuseClosed(call.tenant(), wanted);
    }
    return answer(202, jobs.create(call.caller(), wanted));
  }

  private static Problem busy() {
    return Problem.busy(503, "counting", "Plans of this tenant are being counted.", SOON);
  }

  private void refuseUnknown(TenantId tenant, Wanted wanted) {
    var now = catalogue.current();
    var flaws = new ArrayList<Flaw>();
    wanted
        .narrowed()
        .endpoint()
        .filter(id -> now.endpoint(tenant, id).isEmpty())
        .ifPresent(id -> flaws.add(new Flaw("/endpoint", "there is no endpoint " + id)));
    wanted
        .narrowed()
        .subscription()
        .filter(id -> now.subscription(tenant, id).isEmpty())
        .ifPresent(id -> flaws.add(new Flaw("/subscription", "there is no subscription " + id)));
    if (!flaws.isEmpty()) {
      throw new Invalid(flaws);
    }
  }

  private void refuseClosed(TenantId tenant, Wanted wanted) {
    boolean closed =
        wanted
            .narrowed()
            .endpoint()
            .flatMap(id -> catalogue.current().endpoint(tenant, id))
            .filter(endpoint -> !endpoint.enabled())
            .isPresent();
    if (closed) {
      throw new Refusal(DeliveriesApi.endpointClosed());
    }
  }

  /// All that has failed at an endpoint since then.
  Answer retryFailed(Call call, Endpoint endpoint, Instant since) throws InterruptedException {
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return answer(202, jobs.create(call.caller(), Wanted.failed(endpoint.id(), since, now)));
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
    return Lists.of(items, next, (json, job) -> json.writeRawValue(Json.text(form(job))));
  }

  private Answer read(Call call) {
    call.query().done();
    return jobs.find(call.tenant(), call.id(JobId::parse), KINDS)
        .map(job -> answer(200, job))
        .orElseGet(() -> Answer.problem(Problem.notFound()));
  }

  private Answer deliveries(Call call) {
    Query query = call.query();
    var paging = Paging.of(query);
    query.done();
    Job job =
        jobs.find(call.tenant(), call.id(JobId::parse), KINDS)
            .orElseThrow(() -> new Refusal(Problem.notFound()));
    var page = history.deliveries(call.tenant(), job.id(), paging.after(), paging.limit());
    return Lists.of(page.items(), page.next(), DeliveryJson::line);
  }

  private Answer wish(Call call, Wish wish) throws InterruptedException {
    call.query().done();
    return switch (jobs.wish(call.caller(), call.id(JobId::parse), KINDS, wish)) {
      case Granted.Yes yes -> answer(200, yes.job());
      case Granted.No no -> Answer.problem(tooLate(no.job()));
      case Granted.Unknown unknown -> Answer.problem(Problem.notFound());
    };
  }

  private static Problem tooLate(Job job) {
    return Problem.of(
        409,
        "job_" + job.state().word(),
        "Something else is in the way",
        job.state() == Job.State.PLANNED
            ? "The job has not started, so there is nothing to pause; resume starts it, cancel"
                + " ends it."
            : "The job is " + job.state().word() + "; make another.");
  }

  private Answer answer(int status, Job job) {
    return Answer.success(status, Answer.JSON, Json.bytes(form(job)));
  }

  private ObjectNode form(Job job) {
    return JobForm.write(job, jobs.waitsFor(job));
  }
}
