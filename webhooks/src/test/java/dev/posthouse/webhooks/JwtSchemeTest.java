package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.webhooks.Verification.Refused;
import dev.posthouse.webhooks.Verification.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens, with the examples of RFC 7515 and RFC 8037.
class JwtSchemeTest {
  private static final Duration LEEWAY = Duration.ofMinutes(1);

  /// RFC 7515, appendix A.1.
  private static final String SHARED =
      "{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow\"}";

  private static final String SHARED_TOKEN =
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  /// RFC 7515, appendix A.2 and A.3: the public keys, and the tokens.
  private static final String RSA =
      "{\"kty\":\"RSA\",\"n\":\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ\",\"e\":\"AQAB\"}";

  private static final String RSA_TOKEN =
      "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

  private static final String EC =
      "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\",\"d\":\"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI\"}";

  private static final String EC_TOKEN =
      "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

  /// RFC 8037, appendix A.1.
  private static final String ED25519 =
      "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"one\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

  private static final Instant THEN = Instant.ofEpochSecond(1_300_819_380);
  private static final byte[] BODY = "{}".getBytes(UTF_8);

  private static JwtScheme scheme(String... algorithms) {
    return new JwtScheme("Authorization", "Bearer ", List.of(algorithms), "joe", "", "", LEEWAY);
  }

  private static Request shown(String token) {
    return Request.post(Map.of("authorization", List.of("Bearer " + token)), BODY);
  }

  private static Refusal refusal(JwtScheme scheme, String key, Request request, Instant now) {
    return ((Refused) scheme.verifier(List.of(key)).verify(request, now)).refusal();
  }

  @Test
  void the_tokens_of_the_rfc_are_believed() {
    Instant now = THEN.minusSeconds(10);

    assertThat(scheme("HS256").verifier(List.of(SHARED)).verify(shown(SHARED_TOKEN), now))
        .isInstanceOf(Verified.class);
    assertThat(scheme("RS256").verifier(List.of(RSA)).verify(shown(RSA_TOKEN), now))
        .isInstanceOf(Verified.class);
    assertThat(scheme("ES256").verifier(List.of(EC)).verify(shown(EC_TOKEN), now))
        .isInstanceOf(Verified.class);
    var set = "{\"keys\":[" + EC + "," + RSA + "]}";
    assertThat(
            scheme("RS256", "ES256").verifier(List.of(ED25519, set)).verify(shown(RSA_TOKEN), now))
        .isEqualTo(new Verified("", Instant.EPOCH, 1));
  }

  @Test
  void a_token_lasts_until_it_expires_and_for_as_long_as_clocks_may_differ() {
    var request = shown(RSA_TOKEN);

    assertThat(
            scheme("RS256")
                .verifier(List.of(RSA))
                .verify(request, THEN.plus(LEEWAY).minusSeconds(1)))
        .isInstanceOf(Verified.class);
    assertThat(refusal(scheme("RS256"), RSA, request, THEN.plus(LEEWAY)))
        .isEqualTo(Refusal.TOO_OLD);
  }

  @Test
  void the_algorithm_is_the_receivers_choice_and_never_the_senders() {
    Instant now = THEN.minusSeconds(10);
    String none = encoded("{\"alg\":\"none\"}") + "." + RSA_TOKEN.split("\\.", -1)[1] + ".";

    assertThat(refusal(scheme("RS256"), RSA, shown(none), now)).isEqualTo(Refusal.UNKNOWN_VERSION);
    assertThat(refusal(scheme("ES256"), EC, shown(RSA_TOKEN), now))
        .isEqualTo(Refusal.UNKNOWN_VERSION);
    assertThat(refusal(scheme("HS256"), RSA, shown(SHARED_TOKEN), now))
        .isEqualTo(Refusal.UNKNOWN_KEY);
    assertThatThrownBy(() -> scheme("HS256", "RS256")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> scheme("none")).isInstanceOf(IllegalArgumentException.class);
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }

  @Test
  void a_key_that_is_named_and_not_known_is_told_apart_from_a_wrong_signature() {
    var scheme = JwtScheme.bearer("", "");
    var request = Request.post(Map.of(), BODY);
    String token = scheme.sign(request, ED25519, "id-1", THEN).getOrDefault("Authorization", "");
    var sent = Request.post(Map.of("Authorization", List.of(token)), BODY);

    assertThat(scheme.verifier(List.of(ED25519)).verify(sent, THEN))
        .isEqualTo(new Verified("id-1", THEN, 0));
    assertThat(refusal(scheme, ED25519.replace("one", "two"), sent, THEN))
        .isEqualTo(Refusal.UNKNOWN_KEY);
    String wrong = token.substring(0, token.length() - 4) + "AAAA";
    assertThat(
            refusal(
                scheme, ED25519, Request.post(Map.of("Authorization", List.of(wrong)), BODY), THEN))
        .isEqualTo(Refusal.MISMATCH);
  }

  @Test
  void issuer_audience_and_the_hash_of_the_body_are_held_against_the_scheme() {
    var scheme =
        new JwtScheme("X-Token", "", List.of("ES256"), "vendor", "us", "request_sha256", LEEWAY);
    var request = Request.post(Map.of(), BODY);
    var sent =
        Request.post(
            Map.of(
                "X-Token", List.of(scheme.sign(request, EC, "", THEN).getOrDefault("X-Token", ""))),
            BODY);

    assertThat(scheme.verifier(List.of(EC)).verify(sent, THEN)).isInstanceOf(Verified.class);
    assertThat(refusal(scheme, EC, sent.with("{ }".getBytes(UTF_8)), THEN))
        .isEqualTo(Refusal.MISMATCH);
    var others = new JwtScheme("X-Token", "", List.of("ES256"), "vendor", "others", "", LEEWAY);
    assertThat(refusal(others, EC, sent, THEN)).isEqualTo(Refusal.WRONG_CREDENTIAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a.b",
        "a.b.c",
        "..",
        "a.b.c.d",
        "e30.e30.e30",
        "bnVsbA.bnVsbA.",
        "?.?.?"
      })
  void what_is_no_token_is_refused_and_nothing_throws(String token) {
    assertThat(scheme("RS256").verifier(List.of(RSA)).verify(shown(token), THEN))
        .isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"keys\":[]}",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":\"AQ\",\"y\":\"AQ\"}",
        "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"
      })
  void what_is_no_key_is_refused_without_being_repeated(String key) {
    assertThatThrownBy(() -> scheme("RS256").verifier(List.of(key)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
