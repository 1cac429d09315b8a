package dev.posthouse.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.posthouse.webhooks.Verification.Refused;
import dev.posthouse.webhooks.Verification.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {
  private static final Instant NOW = Instant.ofEpochSecond(Vectors.TIMESTAMP);
  private static final VerifyingKey SECRET = VerifyingKey.parse(Vectors.SECRET);
  private static final VerifyingKey PUBLIC_KEY = VerifyingKey.parse(Vectors.PUBLIC_KEY);
  private static final VerifyingKey OTHER =
      VerifyingKey.parse("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX");
  private static final Verified VERIFIED = new Verified(Vectors.ID, NOW, 0);
  private static final String WRONG = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        Vectors.SECRET + "|" + Vectors.V1,
        Vectors.PUBLIC_KEY + "|" + Vectors.V1A,
        Vectors.SECRET + "|" + Vectors.V1A + " " + Vectors.V1,
        Vectors.PUBLIC_KEY + "|" + Vectors.V1 + " " + Vectors.V1A,
        Vectors.SECRET + "|" + WRONG + " " + Vectors.V1,
        Vectors.SECRET + "|v2,xyz junk , v1, " + Vectors.V1 + " v3,???",
        Vectors.PUBLIC_KEY + "|v1a,??? v1a,AAAA " + Vectors.V1A,
      })
  void believes_a_message_with_one_right_signature_among_others(String key, String signatures) {
    Verifier verifier = Verifier.of(VerifyingKey.parse(key));

    assertThat(verifier.verify(headers(signatures), NOW, Vectors.BODY)).isEqualTo(VERIFIED);
  }

  @Test
  void believes_any_of_its_keys() {
    Verifier verifier = Verifier.of(OTHER, PUBLIC_KEY, SECRET);

    assertThat(verifier.verify(headers(Vectors.V1), NOW, Vectors.BODY))
        .isEqualTo(new Verified(Vectors.ID, NOW, 2));
    assertThat(verifier.verify(headers(Vectors.V1A), NOW, Vectors.BODY))
        .isEqualTo(new Verified(Vectors.ID, NOW, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UNKNOWN_VERSION     | v2," + "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "UNKNOWN_VERSION     | V1," + "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "UNKNOWN_VERSION     | " + Vectors.V1A,
        "MISMATCH            | " + WRONG,
        "MISMATCH            | v1,short",
        "MISMATCH            | v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE",
        "MISMATCH            | " + Vectors.V1 + ",",
        "MISMATCH            | v1,\u00e9",
        "MALFORMED_SIGNATURE | g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "MALFORMED_SIGNATURE | v1",
        "MALFORMED_SIGNATURE | 'v1,'",
        "MALFORMED_SIGNATURE | ',x'",
        "MALFORMED_SIGNATURE | ' '",
        "MALFORMED_SIGNATURE | ''",
      })
  void refuses_signatures_by_name(Refusal refusal, String signatures) {
    assertRefused(refusal, headers(signatures));
  }

  @Test
  void refuses_a_changed_body_id_timestamp_or_key() {
    Map<String, List<String>> right = headers(Vectors.V1);
    byte[] changed = Vectors.BODY.clone();
    changed[changed.length - 2] ^= 1;

    assertThat(refusal(Verifier.of(SECRET).verify(right, NOW, changed)))
        .isEqualTo(Refusal.MISMATCH);
    assertThat(refusal(Verifier.of(OTHER).verify(right, NOW, Vectors.BODY)))
        .isEqualTo(Refusal.MISMATCH);
    assertRefused(Refusal.MISMATCH, with(right, "webhook-id", "msg_other"));
    assertRefused(Refusal.MISMATCH, with(right, "webhook-timestamp", "" + (Vectors.TIMESTAMP + 1)));
  }

  @Test
  void refuses_a_changed_body_under_a_public_key() {
    Verifier verifier = Verifier.of(PUBLIC_KEY);

    assertThat(refusal(verifier.verify(headers(Vectors.V1A), NOW, Vectors.BODY, new byte[1])))
        .isEqualTo(Refusal.MISMATCH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
  void refuses_a_header_that_is_missing_or_repeated(String name) {
    Map<String, List<String>> headers = new HashMap<>(headers(Vectors.V1));
    List<String> values = headers.get(name);
    headers.put(name, List.of());
    assertRefused(Refusal.MISSING_HEADER, headers);

    headers.remove(name);
    assertRefused(Refusal.MISSING_HEADER, headers);

    headers.put(name, values);
    headers.put(name.toUpperCase(Locale.ROOT), values);
    assertRefused(Refusal.REPEATED_HEADER, headers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", "a b", "caf\u00e9", "a\u0000"})
  void refuses_a_malformed_id(String id) {
    assertRefused(Refusal.MALFORMED_ID, with(headers(Vectors.V1), "webhook-id", id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "-1",
        "+1614265330",
        "01614265330",
        "1614265330.0",
        " 1614265330",
        "1e9",
        "1614265330000000",
        "99999999999999999999",
        "\u0661\u0662"
      })
  void refuses_a_malformed_timestamp(String timestamp) {
    assertRefused(
        Refusal.MALFORMED_TIMESTAMP, with(headers(Vectors.V1), "webhook-timestamp", timestamp));
  }

  @ParameterizedTest
  @CsvSource({
    "-301, TOO_NEW",
    "-300, ",
    "-1, ",
    "0, ",
    "299, ",
    "300, ",
    "301, TOO_OLD",
    "999999999, TOO_OLD"
  })
  void tolerates_five_minutes_both_ways(long age, @Nullable Refusal refusal) {
    Verification seen =
        Verifier.of(SECRET).verify(headers(Vectors.V1), NOW.plusSeconds(age), Vectors.BODY);

    assertThat(refusal(seen)).isEqualTo(refusal);
  }

  @Test
  void tolerates_what_it_is_told_to() {
    StandardVerifier strict = Verifier.of(SECRET).withTolerance(Duration.ZERO);
    Map<String, List<String>> headers = headers(Vectors.V1);

    assertThat(strict.verify(headers, NOW, Vectors.BODY)).isEqualTo(VERIFIED);
    assertThat(refusal(strict.verify(headers, NOW.plusSeconds(1), Vectors.BODY)))
        .isEqualTo(Refusal.TOO_OLD);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> strict.withTolerance(Duration.ofSeconds(-1)));
  }

  @Test
  void looks_at_32_signatures_and_no_more() {
    assertThat(
            Verifier.of(SECRET)
                .verify(headers((WRONG + " ").repeat(31) + Vectors.V1), NOW, Vectors.BODY))
        .isEqualTo(VERIFIED);
    assertRefused(Refusal.MALFORMED_SIGNATURE, headers((WRONG + " ").repeat(32) + Vectors.V1));
  }

  @Test
  void reads_header_names_in_any_case() {
    Map<String, List<String>> headers = new HashMap<>();
    headers(Vectors.V1).forEach((name, values) -> headers.put(capitalised(name), values));
    headers.put("Content-Type", List.of("application/json", "text/plain"));

    assertThat(Verifier.of(SECRET).verify(headers, NOW, Vectors.BODY)).isEqualTo(VERIFIED);
  }

  @Test
  void accepts_the_names_of_svix_only_when_told_to() {
    Map<String, List<String>> headers = new HashMap<>();
    headers(Vectors.V1)
        .forEach((name, values) -> headers.put(name.replace("webhook", "Svix"), values));
    Verifier accepting = Verifier.of(SECRET).acceptingSvixNames();

    assertRefused(Refusal.MISSING_HEADER, headers);
    assertThat(accepting.verify(headers, NOW, Vectors.BODY)).isEqualTo(VERIFIED);
    assertThat(accepting.verify(headers(Vectors.V1), NOW, Vectors.BODY)).isEqualTo(VERIFIED);
  }

  @Test
  void does_not_mix_the_two_kinds_of_names() {
    Map<String, List<String>> headers = new HashMap<>(headers(Vectors.V1));
    headers.put("svix-id", headers.remove("webhook-id"));

    assertThat(refusal(Verifier.of(SECRET).acceptingSvixNames().verify(headers, NOW, Vectors.BODY)))
        .isEqualTo(Refusal.MISSING_HEADER);
  }

  @Test
  void has_at_least_one_key() {
    assertThatIllegalArgumentException().isThrownBy(() -> Verifier.of(List.of()));
  }

  @Test
  void verifies_what_the_signer_signs_during_a_change_of_secrets() {
    SigningSecret old = SigningSecret.parse(Vectors.SECRET);
    SigningSecret next = SigningSecret.parse(Vectors.SECRET_KEY);
    String both =
        Signer.of(next, old).sign("msg_1", Vectors.TIMESTAMP, Vectors.BODY, new byte[300]);
    Map<String, List<String>> headers = with(headers(both), "webhook-id", "msg_1");

    for (VerifyingKey key : List.of(old.verifyingKey(), next.verifyingKey())) {
      assertThat(Verifier.of(key).verify(headers, NOW, Vectors.BODY, new byte[300]))
          .isEqualTo(new Verified("msg_1", NOW, 0));
    }
  }

  private static void assertRefused(Refusal refusal, Map<String, List<String>> headers) {
    Verification seen = Verifier.of(SECRET).verify(headers, NOW, Vectors.BODY);

    assertThat(refusal(seen)).isEqualTo(refusal);
    assertThat(((Refused) seen).message()).isNotBlank().doesNotContain("g0hM9SsE");
  }

  private static @Nullable Refusal refusal(Verification seen) {
    return seen instanceof Refused refused ? refused.refusal() : null;
  }

  private static Map<String, List<String>> headers(String signatures) {
    return Map.of(
        "webhook-id", List.of(Vectors.ID),
        "webhook-timestamp", List.of(Long.toString(Vectors.TIMESTAMP)),
        "webhook-signature", List.of(signatures));
  }

  private static Map<String, List<String>> with(
      Map<String, List<String>> headers, String name, String value) {
    Map<String, List<String>> changed = new TreeMap<>(headers);
    changed.put(name, List.of(value));
    return changed;
  }

  private static String capitalised(String name) {
    return name.replace("webhook-i", "Webhook-I").replace("-s", "-S").replace("-t", "-T");
  }
}
