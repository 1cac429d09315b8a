package dev.posthouse.oauth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.posthouse.access.Secret;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SigningKeyTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static Assertion assertion(KeyPair pair) {
    return new Assertion(
        KeyFiles.secret(pair),
        "key-1",
        "https://posthouse.test",
        "",
        "https://erp.test",
        Duration.ofSeconds(60),
        Map.of("tenant", "{{ not a template }}"));
  }

  private static SignedJWT signed(KeyPair pair) throws Exception {
    Assertion assertion = assertion(pair);
    SigningKey key = SigningKey.parse(assertion.privateKey());
    return SignedJWT.parse(assertion.sign(key, "jti-1", NOW));
  }

  @Test
  void an_independent_library_verifies_rsa_and_p256() throws Exception {
    KeyPair rsa = KeyFiles.rsa(2048);
    KeyPair ec = KeyFiles.ec("secp256r1");

    assertThat(signed(rsa).verify(new RSASSAVerifier((RSAPublicKey) rsa.getPublic()))).isTrue();
    assertThat(signed(ec).verify(new ECDSAVerifier((ECPublicKey) ec.getPublic()))).isTrue();
    assertThat(signed(rsa).getHeader().toString())
        .isEqualTo("{\"kid\":\"key-1\",\"typ\":\"JWT\",\"alg\":\"RS256\"}");
    assertThat(signed(ec).getHeader().getAlgorithm()).hasToString("ES256");
  }

  @Test
  void the_jdk_verifies_ed25519() throws Exception {
    KeyPair pair = KeyFiles.edwards("Ed25519");
    SignedJWT token = signed(pair);
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(pair.getPublic());
    verifier.update(new String(token.getSigningInput(), UTF_8).getBytes(US_ASCII));

    assertThat(verifier.verify(token.getSignature().decode())).isTrue();
    assertThat(token.getHeader().getAlgorithm()).hasToString("EdDSA");
  }

  @Test
  void claims_are_as_they_were_set_and_life_is_short() throws Exception {
    var claims = signed(KeyFiles.ec("secp256r1")).getJWTClaimsSet();

    assertThat(claims.getIssuer()).isEqualTo("https://posthouse.test");
    assertThat(claims.getSubject()).isEqualTo("https://posthouse.test");
    assertThat(claims.getAudience()).containsExactly("https://erp.test");
    assertThat(claims.getIssueTime().toInstant()).isEqualTo(NOW);
    assertThat(claims.getExpirationTime().toInstant()).isEqualTo(NOW.plusSeconds(60));
    assertThat(claims.getJWTID()).isEqualTo("jti-1");
    assertThat(claims.getStringClaim("tenant")).isEqualTo("{{ not a template }}");
  }

  @Test
  void other_keys_are_refused_without_showing_them() {
    String p384 = KeyFiles.pem(KeyFiles.ec("secp384r1"));
    String small = KeyFiles.pem(KeyFiles.rsa(1024));
    String ed448 = KeyFiles.pem(KeyFiles.edwards("Ed448"));
    String cut = KeyFiles.pem(KeyFiles.ec("secp256r1")).replaceFirst("M[A-Za-z0-9]{20}", "");
    String old = small.replace(" PRIVATE", " RSA PRIVATE");
    for (String pem :
        new String[] {p384, small, ed448, cut, old, "", "s3cret", "-----BEGIN PRIVATE KEY-----"}) {
      assertThatThrownBy(() -> SigningKey.parse(new Secret(pem)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("BEGIN PRIVATE KEY")
          .message()
          .doesNotContain("s3cret")
          .hasSizeLessThan(250);
    }
    assertThat(SigningKey.parse(KeyFiles.secret(KeyFiles.edwards("Ed25519"))))
        .hasToString("EdDSA ***");
  }
}
