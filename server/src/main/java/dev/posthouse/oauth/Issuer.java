package dev.posthouse.oauth;

import com.nimbusds.jose.JWSAlgorithm;
import dev.posthouse.net.Trust;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Whose tokens are believed, and what is asked of them.
///
/// @param name exactly as `iss` has it
/// @param audiences a token is meant for us if it names one of these
/// @param leeway how far its clock and ours may differ
/// @param trust for the connection to the issuer
public record Issuer(
    String name,
    List<String> audiences,
    Set<JWSAlgorithm> algorithms,
    Duration leeway,
    Trust trust,
    ClaimRules rules) {
  public static final Set<JWSAlgorithm> USUAL_ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA);

  public static final Duration USUAL_LEEWAY = Duration.ofSeconds(60);
  public static final Duration LONGEST_LEEWAY = Duration.ofMinutes(5);

  public Issuer {
    audiences = List.copyOf(audiences);
    algorithms = Set.copyOf(algorithms);
  }

  /// Reads the name of an issuer, which is where its documents are.
  ///
  /// @throws IllegalArgumentException with an example
  public static String name(String text) {
    URI url;
    try {
      url = URI.create(text);
    } catch (IllegalArgumentException e) {
      url = URI.create("");
    }
    boolean bare =
        url.getHost() != null
            && url.getRawUserInfo() == null
            && url.getRawQuery() == null
            && url.getRawFragment() == null;
    if (!bare || !Endpoints.safe(url)) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is not an issuer; write it as its tokens name it, such as"
              + " https://login.example.com/realms/erp (http only for this machine)");
    }
    return text;
  }
}
