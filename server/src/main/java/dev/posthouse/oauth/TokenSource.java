package dev.posthouse.oauth;

import dev.posthouse.access.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// Where tokens for a receiver come from.
///
/// @param scope empty: what the server gives by itself
/// @param parameters further ones of the request, such as `audience` or `resource`
/// @param ca the authorities (PEM) that vouch for the server instead of the system's
public record TokenSource(
    URI url,
    Grant grant,
    ClientProof client,
    String scope,
    Map<String, String> parameters,
    Optional<String> ca) {
  public TokenSource {
    parameters = Map.copyOf(parameters);
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
