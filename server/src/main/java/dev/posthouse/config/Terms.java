package dev.posthouse.config;

import dev.posthouse.access.Policy;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.TenantId;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What the house and a tenant demand of the way to a receiver: asked when an endpoint is saved,
/// and again before each attempt, for demands may have come later than the endpoint.
///
/// @param address what is wrong with an address that would be refused when connecting
/// @param policy of a tenant, as it is now
public record Terms(
    Function<URI, Optional<String>> address,
    Function<TenantId, Policy> policy,
    InstantSource clock) {
  static final String UNVERIFIED =
      "tls.verify is false: whoever is on the way can read and change what is sent; give the"
          + " receiver's authority as tls.ca instead";

  /// One that is disabled may stay as it is.
  ///
  /// @throws Invalid if the tenant forbids to send like this
  void refuse(Endpoint endpoint) {
    List<Flaw> flaws = flaws(endpoint);
    if (endpoint.enabled() && !flaws.isEmpty()) {
      throw new Invalid(flaws);
    }
  }

  /// Why nothing may be sent to the endpoint now; empty if it may. Cheap.
  public Optional<String> forbidden(Endpoint endpoint) {
    return plain(endpoint) || !endpoint.tls().verify()
        ? flaws(endpoint).stream().map(flaw -> flaw.pointer() + " " + flaw.message()).findFirst()
        : Optional.empty();
  }

  /// What is allowed but had better be otherwise.
  List<String> warnings(Endpoint endpoint) {
    var warnings = new ArrayList<>(address.apply(endpoint.url()).stream().toList());
    if (!endpoint.tls().verify()) {
      warnings.add(UNVERIFIED);
    }
    Instant soon = clock.instant().plus(Tls.SOON);
    endpoint.tls().client().map(Tls.Client::expires).filter(at -> at.isBefore(soon)).stream()
        .map(at -> "tls.clientCertificate ends at " + at + "; give one that lasts longer")
        .forEach(warnings::add);
    return warnings;
  }

  private List<Flaw> flaws(Endpoint endpoint) {
    Policy.Transport demanded = policy.apply(endpoint.tenant()).transport();
    var flaws = new ArrayList<Flaw>();
    if (demanded.https() && plain(endpoint)) {
      flaws.add(new Flaw("/url", "must begin with https://: this tenant requires it"));
    }
    if (demanded.verified() && !endpoint.tls().verify()) {
      flaws.add(
          new Flaw(
              "/tls/verify",
              "must be true: this tenant requires it; give the receiver's authority as tls.ca"));
    }
    return flaws;
  }

  private static boolean plain(Endpoint endpoint) {
    return !"https".equalsIgnoreCase(endpoint.url().getScheme());
  }
}
