package dev.posthouse.receive;

import dev.posthouse.access.Secret;
import dev.posthouse.event.SourceId;
import dev.posthouse.event.TenantId;
import dev.posthouse.net.Cidr;
import dev.posthouse.webhooks.OpenScheme;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.provider.Place;
import dev.posthouse.webhooks.provider.Provider;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Where one system's webhooks come in, and how it is known that they are its own.
///
/// @param revision the number of the record that made it what it is
/// @param address the last part of its URL: `src_` and 128 random bits
/// @param scheme which of the provider's schemes
/// @param custom how its user describes a provider that is not known here
/// @param secrets any of them is believed; none: everything is refused, save where nothing proves
///   the sender
/// @param url what was given to the provider, for schemes that sign it, with [#ADDRESS] in the
///   place of the address; empty if it was not said
/// @param dedupe which of the provider's keys an event is known by
/// @param allowedIps empty: from anywhere
/// @param attributes what is copied into attributes of the event, by their names
/// @param orderGuard whether states that are older than what came before are marked stale
/// @param silentAfter how long nothing may come before a notice tells of it
public record Source(
    SourceId id,
    TenantId tenant,
    long revision,
    String name,
    String address,
    Provider provider,
    String scheme,
    Optional<ObjectNode> custom,
    List<Secret> secrets,
    String url,
    Style answer,
    String dedupe,
    List<Cidr> allowedIps,
    List<String> methods,
    int maxBytes,
    Map<String, Place> attributes,
    boolean orderGuard,
    Optional<Duration> silentAfter,
    boolean enabled) {
  /// Of an address.
  public static final String PREFIX = "src_";

  /// Stands in `url` for the path that the address is.
  static final String ADDRESS = "{address}";

  public Source {
    secrets = List.copyOf(secrets);
    allowedIps = List.copyOf(allowedIps);
    methods = List.copyOf(methods);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /// What is answered when all is well.
  public enum Style {
    /// What the provider insists on; else how many events were stored.
    PROVIDER,
    /// 200 without a body.
    EMPTY
  }

  /// How its requests prove where they come from.
  public Scheme proof() {
    Scheme chosen = provider.schemes().get(scheme);
    return chosen == null ? provider.scheme() : chosen;
  }

  /// Where its provider shows the keys that sign, if it is asked for them.
  public Optional<URI> keysAt() {
    return custom
        .map(form -> form.path("scheme").path("jwks").asString(""))
        .filter(url -> !url.isEmpty())
        .map(URI::create);
  }

  /// What was given to the provider; empty if it was not said.
  public String publicUrl() {
    return url.replace(ADDRESS, path(address));
  }

  /// Where a source with such an address receives.
  static String path(String address) {
    return "/in/" + address;
  }

  /// Whether whoever knows the address is believed.
  public boolean open() {
    return proof() instanceof OpenScheme;
  }

  /// Names it and nothing else.
  @Override
  public String toString() {
    return id + " (" + name + ")";
  }
}
