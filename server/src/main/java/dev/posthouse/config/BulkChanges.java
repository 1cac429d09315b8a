package dev.posthouse.config;

import dev.posthouse.access.Actor;
import dev.posthouse.access.Caller;
import dev.posthouse.access.Secret;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Ids;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// Makes a tenant's endpoints, subscriptions and sources what lists say, in one transaction: all of
/// it or nothing. They are known by their names.
public final class BulkChanges {
  private static final TenantId NOBODY = new TenantId(0);
  private static final SubscriptionId NO_SUBSCRIPTION = new SubscriptionId(0);

  private final Journal journal;
  private final Ids ids;
  private final EndpointDrafts drafts;
  private final Terms terms;
  private final Consumer<EndpointId> removed;
  private final SourceBook sources;

  /// @param sources what documents say of sources; the rest as in [EndpointChanges]
  public BulkChanges(
      Journal journal,
      Ids ids,
      SecureRandom random,
      Terms terms,
      Consumer<EndpointId> removed,
      SourceBook sources) {
    this.sources = sources;
    this.journal = journal;
    this.ids = ids;
    this.drafts = new EndpointDrafts(new SigningKeys(random));
    this.terms = terms;
    this.removed = removed;
  }

  /// An endpoint and its subscriptions in their JSON forms, secrets in clear; the subscriptions
  /// without `endpoint`. In a list, names are distinct.
  public record Wanted(ObjectNode endpoint, List<ObjectNode> subscriptions) {
    public Wanted {
      subscriptions = List.copyOf(subscriptions);
    }
  }

  /// All that is wanted.
  ///
  /// @param others what becomes of endpoints and subscriptions that the list does not name
  /// @param sources in their JSON forms, secrets in clear; names are distinct
  /// @param otherSources what becomes of sources that the list does not name
  public record Wish(
      List<Wanted> webhooks, Unnamed others, List<ObjectNode> sources, Unnamed otherSources) {
    public Wish {
      webhooks = List.copyOf(webhooks);
      sources = List.copyOf(sources);
    }
  }

  /// What becomes of those that the list does not name.
  public enum Unnamed {
    KEEP,
    DELETE
  }

  /// Whether to do it, or only to say what would be done.
  public enum Mode {
    APPLY,
    PLAN
  }

  /// What becomes of one resource.
  ///
  /// @param id empty where it is not made yet
  /// @param changes the names of the fields that change, never their values
  /// @param signingSecret one that was made for an endpoint, shown this once
  /// @param address where a source receives; empty for others, and where it is not made yet
  public record Step(
      Does does,
      Revision.Kind kind,
      String name,
      String id,
      List<String> changes,
      Optional<Secret> signingSecret,
      String address) {
    public Step {
      changes = List.copyOf(changes);
    }

    Step(
        Does does,
        Revision.Kind kind,
        String name,
        String id,
        List<String> changes,
        Optional<Secret> signingSecret) {
      this(does, kind, name, id, changes, signingSecret, "");
    }

    /// What is made up for a creation that is only planned is not shown.
    private Step planned() {
      return does == Does.CREATE
          ? new Step(does, kind, name, "", changes, Optional.empty())
          : new Step(does, kind, name, id, changes, Optional.empty(), address);
    }
  }

  public enum Does {
    CREATE,
    UPDATE,
    UNCHANGED,
    DELETE
  }

  /// @param revision the number of the newest revision then
  public record Result(List<Step> steps, List<String> warnings, long revision) {
    public Result {
      steps = List.copyOf(steps);
      warnings = List.copyOf(warnings);
    }
  }

  /// What is wrong with the forms themselves. Pointers begin with `/0/endpoint` or
  /// `/0/subscriptions/0`, counted as in the list.
  public static List<Flaw> flaws(List<Wanted> list) {
    var flaws = new ArrayList<Flaw>();
    for (int i = 0; i < list.size(); i++) {
      Wanted wanted = list.get(i);
      var nobody = new EndpointForm.Identity(new EndpointId(0), NOBODY, 0, scheme -> List.of());
      collect(flaws, "/" + i + "/endpoint", () -> EndpointForm.read(wanted.endpoint(), nobody));
      for (int j = 0; j < wanted.subscriptions().size(); j++) {
        ObjectNode json = sentTo(nobody.id(), wanted.subscriptions().get(j));
        collect(
            flaws,
            "/" + i + "/subscriptions/" + j,
            () ->
                SubscriptionForm.read(
                    json, new SubscriptionForm.Identity(NO_SUBSCRIPTION, NOBODY, 0)));
      }
    }
    return flaws;
  }

  private static void collect(List<Flaw> flaws, String prefix, Runnable reading) {
    try {
      reading.run();
    } catch (Invalid e) {
      e.flaws().forEach(f -> flaws.add(new Flaw(prefix + f.pointer(), f.message())));
    }
  }

  /// @throws Invalid with every flaw, see [#flaws]
  public Result run(Caller caller, List<Wanted> list, Unnamed unnamed, Mode mode)
      throws InterruptedException {
    var wish = new Wish(list, unnamed, List.of(), Unnamed.KEEP);
    return run(caller, wish, mode, OptionalLong.empty());
  }

  /// @param agreed the newest revision when the plan was made that is now carried out; empty if it
  ///   does not matter
  ///
  /// @throws Invalid with every flaw, see [#flaws]; those of sources begin with `/sources`
  /// @throws StalePlan if there are newer revisions
  public Result run(Caller caller, Wish wish, Mode mode, OptionalLong agreed)
      throws InterruptedException {
    return journal.inTurn(now -> {
      long newest = Math.max(now.number(), sources.newest());
      if (agreed.isPresent() && agreed.getAsLong() != newest) {
        throw new StalePlan(agreed.getAsLong(), newest);
      }
      var plan = new Plan(caller.tenant(), now);
      plan.all(wish.webhooks());
      if (wish.others() == Unnamed.DELETE) {
        plan.dropOthers();
      }
      Snapshot after = plan.checked();
      plan.sources(wish);
      if (mode == Mode.APPLY) {
        carryOut(caller.actor(), plan);
      }
      return plan.result(mode, after, newest);
    });
  }

  private void carryOut(Actor by, Plan plan) throws InterruptedException {
    SourceBook.Planned others = plan.beside;
    if (!plan.writes.isEmpty() || !others.entries().isEmpty()) {
      journal.commit(by, plan.writes, others.entries(), others.change());
      others.committed().run();
      plan.dropped.forEach(removed);
    }
  }

  private static ObjectNode sentTo(EndpointId endpoint, ObjectNode subscription) {
    return subscription.deepCopy().put("endpoint", endpoint.toString());
  }

  /// The steps, worked out one after the other on the configuration in force.
  private final class Plan {
    final TenantId tenant;
    final Snapshot now;
    final List<Write> writes = new ArrayList<>();
    final List<EndpointId> dropped = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Flaw> flaws = new ArrayList<>();
    private final Named<Endpoint> endpoints;
    private final Named<Subscription> subscriptions;
    private SourceBook.Planned beside = SourceBook.Planned.NOTHING;

    Plan(TenantId tenant, Snapshot now) {
      this.tenant = tenant;
      this.now = now;
      this.endpoints = new Named<>(now.endpoints(tenant), Endpoint::name);
      this.subscriptions = new Named<>(now.subscriptions(tenant), Subscription::name);
    }

    void all(List<Wanted> list) {
      for (int i = 0; i < list.size(); i++) {
        Wanted wanted = list.get(i);
        String prefix = "/" + i;
        collect(flaws, prefix + "/endpoint", () -> endpoint(wanted, prefix));
      }
      if (!flaws.isEmpty()) {
        throw new Invalid(flaws);
      }
    }

    private long nextRevision() {
      return now.next() + writes.size();
    }

    private void endpoint(Wanted wanted, String prefix) {
      Optional<Endpoint> before = endpoints.take(name(wanted.endpoint()));
      Endpoint after =
          before.isPresent()
              ? drafts.revise(before.get(), nextRevision(), wanted.endpoint())
              : drafts.create(
                  new EndpointId(ids.next()), tenant, nextRevision(), wanted.endpoint());
      Signing signed = before.map(Endpoint::signing).orElse(EndpointChanges.UNSIGNED);
      Optional<Secret> secret = EndpointDrafts.newSecret(after.signing(), signed);
      Does does = does(before, after);
      if (does != Does.UNCHANGED) {
        terms.refuse(after);
        Action action = before.isEmpty() ? Action.CREATED : Action.UPDATED;
        writes.add(new Write.PutEndpoint(after, action, Write.shown(secret)));
      }
      steps.add(
          new Step(
              does,
              Revision.Kind.ENDPOINT,
              after.name(),
              after.id().toString(),
              before.map(b -> Differences.between(b, after)).orElse(List.of()),
              secret));
      for (int j = 0; j < wanted.subscriptions().size(); j++) {
        ObjectNode json = sentTo(after.id(), wanted.subscriptions().get(j));
        collect(flaws, prefix + "/subscriptions/" + j, () -> subscription(json));
      }
    }

    private void subscription(ObjectNode json) {
      Optional<Subscription> before = subscriptions.take(name(json));
      Subscription after =
          before.isPresent()
              ? SubscriptionForm.revise(before.get(), nextRevision(), json)
              : SubscriptionForm.read(
                  json,
                  new SubscriptionForm.Identity(
                      new SubscriptionId(ids.next()), tenant, nextRevision()));
      Pinned.refuseUnknown(now, after);
      Does does = does(before, after);
      if (does != Does.UNCHANGED) {
        Action action = before.isEmpty() ? Action.CREATED : Action.UPDATED;
        writes.add(new Write.PutSubscription(after, action));
      }
      steps.add(
          new Step(
              does,
              Revision.Kind.SUBSCRIPTION,
              after.name(),
              after.id().toString(),
              before.map(b -> Differences.between(b, after)).orElse(List.of()),
              Optional.empty()));
    }

    void dropOthers() {
      for (Subscription other : subscriptions.left()) {
        writes.add(new Write.DropSubscription(other));
        steps.add(drop(Revision.Kind.SUBSCRIPTION, other.name(), other.id().toString()));
      }
      for (Endpoint other : endpoints.left()) {
        writes.add(new Write.DropEndpoint(other));
        dropped.add(other.id());
        steps.add(drop(Revision.Kind.ENDPOINT, other.name(), other.id().toString()));
      }
    }

    void sources(Wish wish) {
      collect(
          flaws,
          "/sources",
          () -> beside = sources.plan(tenant, wish.sources(), wish.otherSources(), nextRevision()));
      if (!flaws.isEmpty()) {
        throw new Invalid(flaws);
      }
      steps.addAll(beside.steps());
    }

    private static Step drop(Revision.Kind kind, String name, String id) {
      return new Step(Does.DELETE, kind, name, id, List.of(), Optional.empty());
    }

    Snapshot checked() {
      Snapshot after = now.with(writes);
      if (writes.stream().anyMatch(Write.PutSubscription.class::isInstance)) {
        Overlaps.refuseTooMany(after.subscriptions(tenant));
      }
      return after;
    }

    Result result(Mode mode, Snapshot after, long newest) {
      var warnings = new ArrayList<String>();
      steps.stream()
          .filter(step -> step.does() != Does.DELETE)
          .forEach(step -> warn(step, after, warnings));
      warnings.addAll(beside.warnings());
      int changes = writes.size() + beside.entries().size();
      return mode == Mode.APPLY
          ? new Result(steps, warnings, changes > 0 ? now.next() - 1 + changes : newest)
          : new Result(steps.stream().map(Step::planned).toList(), warnings, newest);
    }

    private void warn(Step step, Snapshot after, List<String> warnings) {
      if (step.kind() == Revision.Kind.ENDPOINT) {
        after.endpoint(EndpointId.parse(step.id())).ifPresent(e -> warn(e, after, warnings));
      } else if (step.kind() == Revision.Kind.SUBSCRIPTION) {
        after.subscription(SubscriptionId.parse(step.id())).stream()
            .flatMap(s ->
                Stream.concat(
                    s.filter().notes().stream(), UnknownFields.warnings(after, s).stream()))
            .map(warning -> step.name() + ": " + warning)
            .forEach(warnings::add);
      }
    }

    private void warn(Endpoint endpoint, Snapshot after, List<String> warnings) {
      terms.warnings(endpoint).stream()
          .map(warning -> endpoint.name() + ": " + warning)
          .forEach(warnings::add);
      warnings.addAll(Overlaps.warnings(after, endpoint));
      after.subscriptions(endpoint.id()).stream()
          .flatMap(subscription -> Pinned.warnings(after, subscription).stream())
          .forEach(warnings::add);
    }

    private static <T> Does does(Optional<T> before, T after) {
      return before.map(b -> b.equals(after) ? Does.UNCHANGED : Does.UPDATE).orElse(Does.CREATE);
    }

    private static String name(ObjectNode json) {
      return json.path("name").asString("").strip();
    }
  }
}
