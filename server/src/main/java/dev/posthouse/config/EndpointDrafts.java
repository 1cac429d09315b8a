package dev.posthouse.config;

import dev.posthouse.access.Secret;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// What a wish makes of an endpoint. Decides, writes nothing.
record EndpointDrafts(SigningKeys keys) {
  /// A new endpoint, with fresh signing keys.
  ///
  /// @throws dev.posthouse.event.Invalid with every flaw
  Endpoint create(EndpointId id, TenantId tenant, long revision, ObjectNode json) {
    var identity = new EndpointForm.Identity(id, tenant, revision, keys::fresh);
    return EndpointForm.read(EndpointSecrets.NONE.fill(json), identity);
  }

  /// What `wanted` makes of an endpoint, which keeps its signing keys and, on the same host, what
  /// `***` stands for; `before` itself if nothing differs.
  ///
  /// @throws dev.posthouse.event.Invalid with every flaw
  Endpoint revise(Endpoint before, long revision, ObjectNode wanted) {
    String url = wanted.path("url").asString("");
    ObjectNode filled = EndpointSecrets.of(before).sentTo(url, before.url()).fill(wanted);
    Function<Signing.Scheme, List<Signing.Key>> kept =
        scheme -> keys.keysFor(scheme, before.signing());
    Endpoint same = EndpointForm.read(filled, identity(before, before.revision(), kept));
    return same.equals(before)
        ? before
        : EndpointForm.read(filled, identity(before, revision, kept));
  }

  /// Receivers need a secret that they share; where they need a public key, the JSON form shows it.
  static Optional<Secret> newSecret(Signing after, Signing before) {
    boolean shared = !after.keys().isEmpty() && !after.scheme().hasPublicKey();
    return shared && !after.keys().equals(before.keys())
        ? Optional.of(after.keys().getFirst().secret())
        : Optional.empty();
  }

  static EndpointForm.Identity identity(
      Endpoint endpoint, long revision, Function<Signing.Scheme, List<Signing.Key>> keys) {
    return new EndpointForm.Identity(endpoint.id(), endpoint.tenant(), revision, keys);
  }
}
