package dev.posthouse.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.posthouse.access.Authentication;
import dev.posthouse.json.Json;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// Tokens that must not be believed, and the good one that each of them is made from.
class BadTokensTest {
  private static final RSAKey KEY = FakeIssuer.FIRST;

  @TempDir Path folder;
  private final FakeIssuer issuer = new FakeIssuer();
  private TokenHouse house;

  @BeforeEach
  void open() throws Exception {
    house = new TokenHouse(folder, issuer, FakeIssuer.issuer(FakeIssuer.plainRules()));
    house.admitted(FakeIssuer.token(KEY, claims()));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Instant now() {
    return house.house.clock.instant();
  }

  private ObjectNode claims() {
    return FakeIssuer.claims(now());
  }

  private void refused(String why, Consumer<ObjectNode> change) throws Exception {
    ObjectNode claims = claims();
    change.accept(claims);
    house.refuses(FakeIssuer.token(KEY, claims), why);
  }

  private static String part(String json) {
    return Base64URL.encode(json.getBytes(UTF_8)).toString();
  }

  @Test
  void without_a_signature() throws Exception {
    String claims = part(Json.text(claims()));
    String good = FakeIssuer.token(KEY, claims());
    String signature = good.substring(good.lastIndexOf('.') + 1);
    for (String none : new String[] {"none", "None", "NONE", "nOnE"}) {
      String header = part("{\"alg\":\"" + none + "\",\"kid\":\"first\"}");
      assertThat(house.show(header + "." + claims + "."))
          .isInstanceOf(Authentication.BadToken.class);
      assertThat(house.show(header + "." + claims + "." + signature))
          .isInstanceOf(Authentication.BadToken.class);
    }
    assertThat(house.show(good.substring(0, good.lastIndexOf('.') + 1)))
        .isInstanceOf(Authentication.BadToken.class);
  }

  @Test
  void signed_by_hmac_with_the_public_key_as_its_secret() throws Exception {
    byte[] der = KEY.toRSAPublicKey().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, "\n".getBytes(UTF_8)).encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    var header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build();
    for (byte[] secret :
        List.of(der, pem.getBytes(UTF_8), KEY.toPublicJWK().toString().getBytes(UTF_8))) {
      String token = FakeIssuer.signed(header, new MACSigner(secret), Json.text(claims()));
      house.refuses(token, "algorithm");
    }
  }

  @Test
  void signed_with_a_shared_secret_that_the_issuer_published() throws Exception {
    var shared = new OctetSequenceKeyGenerator(256).keyID("shared").generate();
    issuer.keys = List.of(KEY, shared);
    house.open(FakeIssuer.plainRules());
    var header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("shared").build();

    house.refuses(
        FakeIssuer.signed(header, new MACSigner(shared), Json.text(claims())), "algorithm");
  }

  @Test
  void with_an_algorithm_that_is_not_set_though_the_key_is_right() throws Exception {
    var header = new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("first").build();

    house.refuses(FakeIssuer.token(header, KEY, claims()), "algorithm");
  }

  @Test
  void signed_by_somebody_else_under_the_name_of_a_good_key() throws Exception {
    RSAKey forged = new RSAKey.Builder(FakeIssuer.SECOND).keyID("first").build();

    house.refuses(FakeIssuer.token(forged, claims()), "signature");
  }

  @Test
  void that_bring_their_own_key_along() throws Exception {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(FakeIssuer.SECOND.toPublicJWK()).build();

    house.refuses(FakeIssuer.token(header, FakeIssuer.SECOND, claims()), "signature");
  }

  @Test
  void that_were_changed_after_they_were_signed() throws Exception {
    String[] parts = FakeIssuer.token(KEY, claims()).split("\\.", -1);
    ObjectNode more = claims();
    more.putArray("roles").add("manage");

    house.refuses(parts[0] + "." + part(Json.text(more)) + "." + parts[2], "signature");
  }

  @Test
  void for_another_audience() throws Exception {
    refused("aud", claims -> claims.put("aud", "billing"));
    refused("aud", claims -> claims.put("aud", "posthouse2"));
    refused("aud", claims -> claims.remove("aud"));
    refused("aud", claims -> claims.putArray("aud").add("billing").add("shop"));
    refused("aud", claims -> claims.putArray("aud"));
    refused("aud", claims -> claims.putObject("aud").put("posthouse", true));
    ObjectNode several = claims();
    several.putArray("aud").add("billing").add("another-name-of-us");
    house.admitted(FakeIssuer.token(KEY, several));
  }

  @Test
  void of_another_issuer() throws Exception {
    int asked = issuer.asked.size();
    refused("issuer", claims -> claims.put("iss", FakeIssuer.NAME + "/"));
    refused("issuer", claims -> claims.put("iss", "https://login.test/realms/other"));
    refused("issuer", claims -> claims.remove("iss"));
    refused("issuer", claims -> claims.putArray("iss").add(FakeIssuer.NAME));
    assertThat(issuer.asked).hasSize(asked);
  }

  @Test
  void that_are_over_by_more_than_the_leeway() throws Exception {
    refused("expired", claims -> claims.put("exp", now().minusSeconds(60).getEpochSecond()));
    refused("expired", claims -> claims.put("exp", 0));
    refused("expired", claims -> claims.put("exp", -1e300));
    refused("end", claims -> claims.remove("exp"));
    refused("end", claims -> claims.put("exp", "2099-01-01"));
    ObjectNode late = claims().put("exp", now().minusSeconds(59).getEpochSecond());
    house.admitted(FakeIssuer.token(KEY, late));
    house.admitted(FakeIssuer.token(KEY, claims().put("exp", 1e300)));
  }

  @Test
  void that_begin_later_than_the_leeway_allows() throws Exception {
    refused("not valid yet", claims -> claims.put("nbf", now().plusSeconds(61).getEpochSecond()));
    refused("not valid yet", claims -> claims.put("iat", now().plusSeconds(61).getEpochSecond()));
    refused("not valid yet", claims -> claims.put("nbf", "now"));
    ObjectNode early = claims().put("nbf", now().plusSeconds(60).getEpochSecond());
    house.admitted(FakeIssuer.token(KEY, early));
  }

  @Test
  void that_are_not_for_showing_here() throws Exception {
    for (String type : new String[] {"logout+jwt", "dpop+jwt", "jose"}) {
      var header =
          new JWSHeader.Builder(JWSAlgorithm.RS256)
              .keyID("first")
              .type(new JOSEObjectType(type))
              .build();
      house.refuses(FakeIssuer.token(header, KEY, claims()), "typ");
    }
    for (String type : new String[] {"JWT", "at+jwt", "AT+JWT", "application/at+jwt"}) {
      var header =
          new JWSHeader.Builder(JWSAlgorithm.RS256)
              .keyID("first")
              .type(new JOSEObjectType(type))
              .build();
      house.admitted(FakeIssuer.token(header, KEY, claims()));
    }
  }

  @Test
  void that_ask_for_what_is_not_done_here() throws Exception {
    var critical =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID("first")
            .criticalParams(Set.of("exp"))
            .customParam("exp", 1)
            .build();
    var signer = new RSASSASigner(KEY, Set.of());

    house.refuses(FakeIssuer.signed(critical, signer, Json.text(claims())), "crit");
    refused("bound", claims -> claims.putObject("cnf").put("jkt", "abc"));
  }

  @Test
  void that_are_huge_or_no_tokens_at_all() throws Exception {
    refused("longer than", claims -> claims.put("more", "x".repeat(People.LONGEST_TOKEN)));
    String good = FakeIssuer.token(KEY, claims());
    String deep = part("[".repeat(5_000));
    for (String text :
        List.of(
            "eyJ..",
            "eyJ.a.b",
            "eyJ.a.b.c.d",
            good + ".x",
            good.replace('.', '!'),
            deep + "." + deep + ".x",
            part("{\"alg\":\"RS256\",\"kid\":\"first\"}") + "." + deep + ".AAAA",
            part("{\"alg\":\"RS256\"}") + "." + part("{\"a\":1,\"a\":2}") + ".AAAA",
            part("{\"alg\":\"RS256\",\"enc\":\"A128GCM\"}") + ".a.b.c.d")) {
      assertThat(house.show(text)).as(text).isInstanceOf(Authentication.BadToken.class);
    }
  }

  @Test
  void signed_with_keys_that_are_too_short_or_meant_for_something_else() throws Exception {
    RSAKey small = FakeIssuer.rsa("small", 1024);
    RSAKey encrypting = new RSAKey.Builder(FakeIssuer.SECOND).keyUse(KeyUse.ENCRYPTION).build();
    issuer.keys = List.of(KEY, small, encrypting);
    house.open(FakeIssuer.plainRules());

    house.refuses(token(small), "kid");
    house.refuses(token(encrypting), "kid");
  }

  private String token(RSAKey key) throws Exception {
    var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
    var signer = new RSASSASigner(key.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance()));
    return FakeIssuer.signed(header, signer, Json.text(claims()));
  }

  @Test
  void ecdsa_and_ed25519_are_verified_too() throws Exception {
    ECKey curve = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    var point = Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    issuer.keys =
        List.of(curve, new OctetKeyPair.Builder(Curve.Ed25519, point).keyID("ed").build());
    house.open(FakeIssuer.plainRules());

    var ec = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec").build();
    String good = FakeIssuer.signed(ec, new ECDSASigner(curve), Json.text(claims()));
    house.admitted(good);
    // the signature of a broken verifier (CVE-2022-21449): r and s are zero
    String zeros = Base64URL.encode(new byte[64]).toString();
    house.refuses(good.substring(0, good.lastIndexOf('.') + 1) + zeros, "signature");

    String input = part("{\"alg\":\"EdDSA\",\"kid\":\"ed\"}") + "." + part(Json.text(claims()));
    var signature = Ed25519.sign(pair.getPrivate(), input.getBytes(UTF_8));
    house.admitted(input + "." + signature);
    house.refuses(input + "." + zeros, "signature");
    house.refuses(input + "." + part("short"), "signature");
  }

  @Test
  void a_good_token_is_refused_from_its_end_on_though_it_was_believed_before() throws Exception {
    String token = FakeIssuer.token(KEY, claims());
    house.admitted(token);
    house.house.clock.advance(Duration.ofSeconds(359));
    house.admitted(token);
    house.house.clock.advance(Duration.ofSeconds(1));

    house.refuses(token, "expired");
  }

  @Test
  void nothing_of_a_token_is_told_by_what_is_refused() throws Exception {
    ObjectNode claims = claims().put("aud", "confidential-service");

    assertThat(house.show(FakeIssuer.token(KEY, claims)).toString())
        .doesNotContain("confidential")
        .doesNotContain("anna");
    assertThat(Map.of("x", house.show("eyJ.a.b")).toString()).contains("not a signed JWT");
  }
}
