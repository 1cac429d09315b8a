package dev.posthouse.oauth;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The signature algorithms that are spoken here: those with a key pair. `none` and those with a
/// shared secret (`HS256`) cannot be named, so no setting lets them in.
public final class Algorithms {
  /// By their names in RFC 7518 and RFC 8037.
  public static final Map<String, JWSAlgorithm> ALL =
      Stream.of(
              JWSAlgorithm.RS256,
              JWSAlgorithm.RS384,
              JWSAlgorithm.RS512,
              JWSAlgorithm.PS256,
              JWSAlgorithm.PS384,
              JWSAlgorithm.PS512,
              JWSAlgorithm.ES256,
              JWSAlgorithm.ES384,
              JWSAlgorithm.ES512,
              JWSAlgorithm.EdDSA)
          .collect(
              Collectors.toMap(
                  JWSAlgorithm::getName, algorithm -> algorithm, (a, b) -> a, TreeMap::new));

  private Algorithms() {}

  /// @throws IllegalArgumentException that names those there are
  public static JWSAlgorithm parse(String name) {
    JWSAlgorithm algorithm = ALL.get(name);
    if (algorithm == null) {
      throw new IllegalArgumentException(
          "\"%s\" is not a signature algorithm with a key pair; write some of %s"
              .formatted(name, String.join(", ", ALL.keySet())));
    }
    return algorithm;
  }
}
