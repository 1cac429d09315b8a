package dev.posthouse.config;

import dev.posthouse.access.Actor;
import dev.posthouse.access.Caller;
import dev.posthouse.access.Secret;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Ids;
import dev.posthouse.event.TenantId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Creates, changes and deletes endpoints. Each change is durable and in force when a method
/// returns; what is wrong with a document is thrown as [Invalid].
public final class EndpointChanges {
  private static final String EXAMPLE = "{\"name\": \"erp\", \"url\": \"https://…\"}";

  /// How long a replaced secret signs on, unless the caller says otherwise.
  public static final Duration DEFAULT_OVERLAP = Duration.ofHours(24);

  public static final Duration LONGEST_OVERLAP = Duration.ofDays(30);
  static final Signing UNSIGNED = new Signing(Signing.Scheme.NONE, List.of());

  private final Journal journal;
  private final Ids ids;
  private final InstantSource clock;
  private final SigningKeys keys;
  private final EndpointDrafts drafts;
  private final Terms terms;
  private final Consumer<EndpointId> removed;

  /// @param removed told after an endpoint is gone, so that its open deliveries go too
  public EndpointChanges(
      Journal journal,
      Ids ids,
      InstantSource clock,
      SecureRandom random,
      Terms terms,
      Consumer<EndpointId> removed) {
    this.journal = journal;
    this.ids = ids;
    this.clock = clock;
    this.keys = new SigningKeys(random);
    this.drafts = new EndpointDrafts(keys);
    this.terms = terms;
    this.removed = removed;
  }

  public Changed<Endpoint> create(Caller caller, JsonNode json) throws InterruptedException {
    return journal.inTurn(now -> {
      var id = new EndpointId(ids.next());
      Endpoint endpoint =
          drafts.create(id, caller.tenant(), now.next(), MergePatch.object(json, EXAMPLE));
      terms.refuse(endpoint);
      return nameTaken(now, endpoint)
          ? conflict(endpoint)
          : save(caller.actor(), now, endpoint, UNSIGNED, Action.CREATED);
    });
  }

  /// PUT: what the document does not say takes its default; `***` keeps a secret.
  public Changed<Endpoint> replace(Caller caller, EndpointId id, Match match, JsonNode json)
      throws InterruptedException {
    return revise(caller, id, match, before -> MergePatch.object(json, EXAMPLE));
  }

  /// PATCH: a merge patch (RFC 7396) on the JSON form.
  public Changed<Endpoint> patch(Caller caller, EndpointId id, Match match, JsonNode json)
      throws InterruptedException {
    return revise(
        caller,
        id,
        match,
        before -> MergePatch.apply(patched(before, json), MergePatch.object(json, EXAMPLE)));
  }

  /// A scheme is not patched with the settings of another one.
  private static ObjectNode patched(ObjectNode before, JsonNode patch) {
    JsonNode scheme = patch.path("signing").path("scheme");
    if (!scheme.isMissingNode() && !scheme.equals(before.path("signing").path("scheme"))) {
      before.remove("signing");
    }
    return before;
  }

  private Changed<Endpoint> revise(
      Caller caller, EndpointId id, Match match, UnaryOperator<ObjectNode> change)
      throws InterruptedException {
    return journal.inTurn(now -> {
      Optional<Endpoint> found = now.endpoint(caller.tenant(), id);
      if (found.isEmpty()) {
        return new Changed.Missing<>();
      }
      Endpoint before = found.get();
      if (!match.admits(before.revision())) {
        return new Changed.Stale<>(before.revision());
      }
      ObjectNode wanted = change.apply(EndpointForm.write(before));
      return revised(caller.actor(), now, before, wanted);
    });
  }

  private Changed<Endpoint> revised(Actor by, Snapshot now, Endpoint before, ObjectNode wanted)
      throws InterruptedException {
    Endpoint after = drafts.revise(before, now.next(), wanted);
    if (after.equals(before)) {
      return saved(now, before, Optional.empty());
    }
    terms.refuse(after);
    return nameTaken(now, after)
        ? conflict(after)
        : save(by, now, after, before.signing(), Action.UPDATED);
  }

  /// Makes a new signing secret; those in use sign on for `overlap`.
  public Changed<Endpoint> rotateSecret(Caller caller, EndpointId id, Duration overlap)
      throws InterruptedException {
    return journal.inTurn(now -> {
      Optional<Endpoint> found = now.endpoint(caller.tenant(), id);
      if (found.isEmpty()) {
        return new Changed.Missing<>();
      }
      Endpoint before = found.get();
      if (before.signing().scheme() == Signing.Scheme.NONE) {
        return new Changed.Conflict<>(
            "unsigned",
            "This endpoint does not sign; set signing.scheme to v1, v1a, rfc9421 or hmac first.");
      }
      List<Signing.Key> rotated = keys.rotated(before.signing(), clock.instant(), overlap);
      Endpoint after = copy(before, now.next(), json -> json, scheme -> rotated);
      return save(caller.actor(), now, after, before.signing(), Action.SECRET_ROTATED);
    });
  }

  /// Switches an endpoint off for what its receiver answered.
  public void disable(EndpointId id, Action why) throws InterruptedException {
    journal.inTurn(now -> {
      Optional<Endpoint> found = now.endpoint(id).filter(Endpoint::enabled);
      if (found.isPresent()) {
        Endpoint before = found.get();
        Endpoint after =
            copy(
                before,
                now.next(),
                json -> json.put("enabled", false),
                scheme -> before.signing().keys());
        journal.commit(Actor.SYSTEM, List.of(new Write.PutEndpoint(after, why)));
      }
      return found.isPresent();
    });
  }

  public Changed<Endpoint> delete(Caller caller, EndpointId id, Match match, Dependants dependants)
      throws InterruptedException {
    return journal.inTurn(now -> {
      Optional<Endpoint> found = now.endpoint(caller.tenant(), id);
      if (found.isEmpty()) {
        return new Changed.Missing<>();
      } else if (!match.admits(found.get().revision())) {
        return new Changed.Stale<>(found.get().revision());
      }
      List<Subscription> subscriptions = now.subscriptions(id);
      if (!subscriptions.isEmpty() && dependants == Dependants.PROTECT) {
        return inUse(subscriptions);
      }
      var writes = new ArrayList<Write>();
      subscriptions.forEach(s -> writes.add(new Write.DropSubscription(s)));
      writes.add(new Write.DropEndpoint(found.get()));
      journal.commit(caller.actor(), writes);
      removed.accept(id);
      return new Changed.Saved<>(found.get(), Optional.empty(), List.of());
    });
  }

  private static Changed<Endpoint> inUse(List<Subscription> subscriptions) {
    return new Changed.Conflict<>(
        "endpoint_in_use",
        "%d subscription(s) send to this endpoint, such as %s (%s); delete them first, or add ?cascade=true."
            .formatted(
                subscriptions.size(),
                subscriptions.getFirst().id(),
                subscriptions.getFirst().name()));
  }

  private Changed<Endpoint> save(
      Actor by, Snapshot now, Endpoint endpoint, Signing before, Action action)
      throws InterruptedException {
    Optional<Secret> secret = EndpointDrafts.newSecret(endpoint.signing(), before);
    journal.commit(by, List.of(new Write.PutEndpoint(endpoint, action, Write.shown(secret))));
    return saved(now, endpoint, secret);
  }

  private Changed<Endpoint> saved(Snapshot now, Endpoint endpoint, Optional<Secret> secret) {
    var warnings = new ArrayList<>(terms.warnings(endpoint));
    warnings.addAll(Overlaps.warnings(now, endpoint));
    return new Changed.Saved<>(endpoint, secret, warnings);
  }

  private static Endpoint copy(
      Endpoint before,
      long revision,
      UnaryOperator<ObjectNode> change,
      Function<Signing.Scheme, List<Signing.Key>> keys) {
    ObjectNode json = change.apply(EndpointForm.write(before));
    return EndpointForm.read(
        EndpointSecrets.of(before).fill(json), EndpointDrafts.identity(before, revision, keys));
  }

  private static boolean nameTaken(Snapshot now, Endpoint endpoint) {
    TenantId tenant = endpoint.tenant();
    return now.endpoints(tenant).stream()
        .anyMatch(e -> e.name().equals(endpoint.name()) && !e.id().equals(endpoint.id()));
  }

  private static Changed<Endpoint> conflict(Endpoint endpoint) {
    return new Changed.Conflict<>(
        "name_taken", "Another endpoint is called \"" + endpoint.name() + "\".");
  }
}
