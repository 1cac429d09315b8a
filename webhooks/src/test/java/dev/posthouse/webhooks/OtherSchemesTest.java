package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.posthouse.webhooks.KeyScheme.Place;
import dev.posthouse.webhooks.Verification.Refused;
import dev.posthouse.webhooks.Verification.Verified;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherSchemesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final String STANDARD_SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                 | Basic dXNlcjpwYTpzcw==",
        "                 | basic dXNlcjpwYTpzcw",
        "WRONG_CREDENTIAL | Basic dXNlcjpwYTpzcyA=",
        "WRONG_CREDENTIAL | Basic dXNlcg==",
        "WRONG_CREDENTIAL | Basic ???",
        "WRONG_CREDENTIAL | Basic",
        "WRONG_CREDENTIAL | Bearer dXNlcjpwYTpzcw==",
        "WRONG_CREDENTIAL | ''",
      })
  void basic_compares_user_and_password(@Nullable Refusal refusal, String value) {
    Verifier verifier = new BasicScheme().verifier(List.of("user:other", "user:pa:ss"));
    Request request = Request.post(Map.of("authorization", List.of(value)), new byte[0]);

    assertThat(refusal(verifier.verify(request, NOW))).isEqualTo(refusal);
  }

  @Test
  void basic_needs_the_header_and_a_secret_with_a_colon() {
    Verifier verifier = new BasicScheme().verifier(List.of("user:password"));

    assertThat(refusal(verifier.verify(Request.post(Map.of(), new byte[0]), NOW)))
        .isEqualTo(Refusal.MISSING_HEADER);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BasicScheme().verifier(List.of("password")))
        .withMessageContaining("colon");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                   | HEADER      | token    | ''       | s3cret  | ",
        "WRONG_CREDENTIAL   | HEADER      | token    | ''       | s3cret2 | ",
        "WRONG_CREDENTIAL   | HEADER      | token    | ''       | s3cre   | ",
        "MISSING_HEADER     | HEADER      | other    | ''       | s3cret  | ",
        "                   | HEADER      | token    | 'Bearer '| bearer s3cret | ",
        "WRONG_CREDENTIAL   | HEADER      | token    | 'Bearer '| s3cret | ",
        "                   | QUERY       | key      | ''       | x       | ",
        "MISSING_CREDENTIAL | QUERY       | other    | ''       | x       | ",
        "                   | JSON_MEMBER | api_key  | ''       | x       | {\"api_key\":\"s3cret\"}",
        "WRONG_CREDENTIAL   | JSON_MEMBER | api_key  | ''       | x       | {\"api_key\":[]}",
        "MISSING_CREDENTIAL | JSON_MEMBER | api_key  | ''       | x       | {\"api_key\":null}",
        "MISSING_CREDENTIAL | JSON_MEMBER | api_key  | ''       | x       | []",
        "MALFORMED_BODY     | JSON_MEMBER | api_key  | ''       | x       | {",
        "                   | XML_ELEMENT | Key      | ''       | x       | <a xmlns='b'><Key> s3cret </Key></a>",
        "MISSING_CREDENTIAL | XML_ELEMENT | Key      | ''       | x       | <a/>",
        "MALFORMED_BODY     | XML_ELEMENT | Key      | ''       | x       | <a>",
        "MALFORMED_BODY     | XML_ELEMENT | Key      | ''       | x       | <!DOCTYPE a><a><Key>s3cret</Key></a>",
      })
  void a_key_is_compared_wherever_it_stands(
      @Nullable Refusal refusal,
      Place place,
      String name,
      String prefix,
      String header,
      @Nullable String body) {
    Verifier verifier = new KeyScheme(place, name, prefix).verifier(List.of("old", "s3cret"));
    Request request =
        new Request(
            "POST",
            "https://example.com/in?a=b&key=s3cret#end",
            Map.of("Token", List.of(header)),
            (body == null ? "" : body).getBytes(UTF_8));

    assertThat(refusal(verifier.verify(request, NOW))).isEqualTo(refusal);
  }

  @Test
  void an_open_scheme_believes_everything() {
    assertThat(
            new OpenScheme().verifier(List.of()).verify(Request.post(Map.of(), new byte[0]), NOW))
        .isInstanceOf(Verified.class);
  }

  @Test
  void any_of_several_schemes_is_enough_and_each_secret_goes_where_it_can_be_read() {
    Scheme scheme = AnyScheme.of(StandardScheme.STANDARD, KeyScheme.header("X-Gitlab-Token"));
    Verifier verifier = scheme.verifier(List.of("a plain token", STANDARD_SECRET));
    Request request = Request.post(Map.of(), new byte[0]);

    assertThat(verifier.verify(signed(scheme, request, STANDARD_SECRET), NOW))
        .isEqualTo(new Verified("msg_1", NOW, 1));
    assertThat(verifier.verify(signed(scheme, request, "a plain token"), NOW))
        .isEqualTo(new Verified("", Instant.EPOCH, 0));
  }

  @Test
  void any_of_several_schemes_refuses_with_the_reason_of_the_one_that_was_used() {
    Verifier verifier =
        AnyScheme.of(
                StandardScheme.STANDARD,
                HmacScheme.in("X-Signature", "{signature}"),
                KeyScheme.header("X-Token"))
            .verifier(List.of(STANDARD_SECRET));

    assertThat(refusal(verifier.verify(Request.post(Map.of(), new byte[0]), NOW)))
        .isEqualTo(Refusal.MISSING_HEADER);
    assertThat(
            refusal(
                verifier.verify(
                    Request.post(Map.of("x-signature", List.of("00")), new byte[0]), NOW)))
        .isEqualTo(Refusal.MISMATCH);
  }

  @Test
  void any_of_several_schemes_refuses_a_secret_that_none_can_read() {
    Scheme scheme = AnyScheme.of(StandardScheme.STANDARD, new BasicScheme());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> scheme.verifier(List.of(STANDARD_SECRET, "neither")))
        .withMessageContaining("whsec_");
  }

  /// What verifies with it is public: who signs with the key's text as if it were a secret, or
  /// shows it, has proved nothing.
  @Test
  void of_several_schemes_only_those_for_public_keys_take_a_public_key() {
    var hmac = HmacScheme.in("X-Signature", "{signature}");
    var token = KeyScheme.header("X-Token");
    Scheme scheme = AnyScheme.of(token, hmac, StandardScheme.STANDARD);
    Verifier verifier = scheme.verifier(List.of(Vectors.PUBLIC_KEY));
    Request request = Request.post(Map.of(), Vectors.BODY);
    Instant then = Instant.ofEpochSecond(Vectors.TIMESTAMP);
    Map<String, List<String>> headers =
        Map.of(
            "webhook-id", List.of(Vectors.ID),
            "webhook-timestamp", List.of(Long.toString(Vectors.TIMESTAMP)),
            "webhook-signature", List.of(Vectors.V1A));

    assertThat(verifier.verify(Request.post(headers, Vectors.BODY), then))
        .isEqualTo(new Verified(Vectors.ID, then, 0));
    for (Scheme shared : List.of(hmac, token)) {
      assertThat(verifier.verify(signed(shared, request, Vectors.PUBLIC_KEY), then))
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  void a_public_key_beside_a_shared_secret_changes_nothing_for_the_secret() {
    var hmac = HmacScheme.in("X-Signature", "{signature}");
    Scheme scheme = AnyScheme.of(hmac, StandardScheme.STANDARD);
    Verifier verifier = scheme.verifier(List.of(Vectors.PUBLIC_KEY, "shared"));
    Request request = Request.post(Map.of(), Vectors.BODY);

    assertThat(verifier.verify(signed(hmac, request, "shared"), NOW))
        .isEqualTo(new Verified("", Instant.EPOCH, 1));
    assertThat(verifier.verify(signed(hmac, request, Vectors.PUBLIC_KEY), NOW))
        .isInstanceOf(Refused.class);
  }

  @Test
  void a_web_key_is_a_key_for_tokens_and_no_secret() {
    String key =
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"one\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";
    var token = KeyScheme.header("X-Token");
    Verifier verifier = AnyScheme.of(token, JwtScheme.bearer("", "")).verifier(List.of(key));

    assertThat(verifier.verify(Request.post(Map.of("x-token", List.of(key)), new byte[0]), NOW))
        .isInstanceOf(Refused.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AnyScheme.of(token, new BasicScheme()).verifier(List.of("x", key)))
        .withMessageContaining("Secret 2 is a public key");
  }

  @Test
  void standard_webhooks_reads_secrets_without_their_prefix() {
    String bare = STANDARD_SECRET.substring("whsec_".length());
    Request request = Request.post(Map.of(), new byte[0]);

    assertThat(
            StandardScheme.STANDARD
                .verifier(List.of(STANDARD_SECRET))
                .verify(signed(StandardScheme.STANDARD, request, bare), NOW))
        .isEqualTo(new Verified("msg_1", NOW, 0));
    assertThat(
            StandardScheme.SVIX
                .verifier(List.of(bare))
                .verify(signed(StandardScheme.STANDARD, request, STANDARD_SECRET), NOW))
        .isEqualTo(new Verified("msg_1", NOW, 0));
  }

  private static Request signed(Scheme scheme, Request request, String secret) {
    Map<String, List<String>> headers = new HashMap<>();
    scheme
        .sign(request, secret, "msg_1", NOW)
        .forEach((name, value) -> headers.put(name, List.of(value)));
    return Request.post(headers, request.body());
  }

  private static @Nullable Refusal refusal(Verification seen) {
    return seen instanceof Refused refused ? refused.refusal() : null;
  }
}
