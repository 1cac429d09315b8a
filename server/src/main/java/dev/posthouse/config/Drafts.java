package dev.posthouse.config;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads subscriptions that somebody tries before saving them. They are checked as those that are
/// saved, but may be without name and endpoint yet.
public final class Drafts {
  private static final EndpointId NOBODY = new EndpointId(0);

  private final Catalogue catalogue;
  private final SigningKeys keys;

  public Drafts(Catalogue catalogue, SecureRandom random) {
    this.catalogue = catalogue;
    this.keys = new SigningKeys(random);
  }

  /// @param endpoint signs with keys made for this draft, so that what is shown of a preview cannot
  ///   be passed off as a delivery; where none was named, one that has nothing but defaults
  ///
  /// @param types those of the moment when it was read
  public record Draft(Subscription subscription, Endpoint endpoint, EventTypes types) {
    public boolean addressed() {
      return !endpoint.id().equals(NOBODY);
    }
  }

  /// `enabled` is read and does not matter. An `id` says which subscription it is: what that one
  /// remembers of subjects is what the draft does.
  ///
  /// @throws Invalid with every flaw
  public Draft read(TenantId tenant, JsonNode json) {
    Fields fields = Fields.of(json);
    boolean addressed = fields.has("endpoint");
    ObjectNode whole = fields.whole().deepCopy();
    if (!fields.has("name")) {
      whole.put("name", "draft");
    }
    if (!addressed) {
      whole.put("endpoint", NOBODY.toString());
    }
    if (whole.path("enabled").isBoolean()) {
      whole.remove("enabled");
    }
    var identity = new SubscriptionForm.Identity(id(tenant, fields), tenant, 0);
    Subscription subscription = SubscriptionForm.read(whole, identity);
    Snapshot now = catalogue.current();
    Pinned.refuseUnknown(now, subscription);
    Endpoint endpoint = addressed ? existing(tenant, subscription.endpoint()) : nobody(tenant);
    Signing signing = endpoint.signing().with(keys.fresh(endpoint.signing().scheme()));
    return new Draft(subscription, endpoint.signing(signing), now.types());
  }

  private SubscriptionId id(TenantId tenant, Fields fields) {
    String said = fields.whole().path("id").asString("");
    if (said.isEmpty()) {
      return new SubscriptionId(0);
    }
    try {
      SubscriptionId id = SubscriptionId.parse(said);
      if (catalogue.current().subscription(tenant, id).isPresent()) {
        return id;
      }
    } catch (IllegalArgumentException none) {
      // There is none that is called so.
    }
    throw new Invalid(
        "/id", "there is no subscription " + said + "; leave the id out to try a new one");
  }

  private Endpoint existing(TenantId tenant, EndpointId id) {
    Optional<Endpoint> found = catalogue.current().endpoint(tenant, id);
    return found.orElseThrow(() ->
        new Invalid(
            "/endpoint", "there is no endpoint " + id + "; create it first, or leave it out"));
  }

  private static Endpoint nobody(TenantId tenant) {
    ObjectNode json = Json.object().put("name", "nobody").put("url", "https://nobody.invalid/");
    return EndpointForm.read(
        json, new EndpointForm.Identity(NOBODY, tenant, 0, scheme -> List.of()));
  }
}
