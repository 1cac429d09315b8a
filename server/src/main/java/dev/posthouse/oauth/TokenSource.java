package dev.posthouse.oauth;

import dev.posthouse.access.Secret;
import dev.posthouse.net.Cidr;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where tokens for a receiver come from.
///
/// @param scope empty: what the server gives by itself
/// @param parameters further ones of the request, such as `audience` or `resource`
/// @param ca the authorities (PEM) that vouch for the server instead of the system's
/// @param allowedIps narrows the addresses that may be connected to; empty: no narrowing
public record TokenSource(
    URI url,
    Grant grant,
    ClientProof client,
    String scope,
    Map<String, String> parameters,
    Optional<String> ca,
    List<Cidr> allowedIps) {
  public TokenSource {
    parameters = Map.copyOf(parameters);
    allowedIps = List.copyOf(allowedIps);
  }

  /// At any address that may be connected to at all.
  public TokenSource(
      URI url,
      Grant grant,
      ClientProof client,
      String scope,
      Map<String, String> parameters,
      Optional<String> ca) {
    this(url, grant, client, scope, parameters, ca, List.of());
  }

  /// The same at these addresses only; none: at any.
  public TokenSource within(List<Cidr> ranges) {
    return ranges.isEmpty() && allowedIps.isEmpty()
        ? this
        : new TokenSource(url, grant, client, scope, parameters, ca, ranges);
  }

  /// What we show to get a token.
  public sealed interface Grant {
    /// RFC 6749, section 4.4.
    record ClientCredentials() implements Grant {}

    /// RFC 6749, section 6; `first` until the server gives another one in its place.
    record RefreshToken(Secret first) implements Grant {}

    /// RFC 7523, section 2.1.
    record JwtBearer(Assertion assertion) implements Grant {}
  }

  /// Whether secrets may be sent there.
  public static boolean safe(URI url) {
    return Endpoints.safe(url);
  }

  /// The URL may hold what is no business of a log.
  @Override
  public String toString() {
    return grant.getClass().getSimpleName() + " at " + url.getHost();
  }
}
