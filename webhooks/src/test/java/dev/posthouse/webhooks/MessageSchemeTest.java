package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.webhooks.Verification.Refused;
import dev.posthouse.webhooks.Verification.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Verification of message signatures; the base of one is held against RFC 9421 by
/// [MessageSignerTest].
class MessageSchemeTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_618_884_473);
  private static final byte[] BODY = "{\"hello\": \"world\"}".getBytes(UTF_8);
  private static final String URL = "https://example.com/foo?param=Value&Pet=dog";

  /// RFC 9421, appendix B.1.4 and B.1.5.
  private static final String PUBLIC = "whpk_JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=";

  private static final String PRIVATE = "whsk_n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=";
  private static final String SHARED =
      "whsec_uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==";

  private final Verifier verifier = MessageScheme.USUAL.verifier(List.of(PUBLIC, SHARED));

  private static Request request(Map<String, String> more) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put("Content-Type", List.of("application/json"));
    more.forEach((name, value) -> headers.put(name, List.of(value)));
    return new Request("POST", URL, headers, BODY);
  }

  private static Map<String, String> signed(String secret) {
    return new LinkedHashMap<>(MessageScheme.USUAL.sign(request(Map.of()), secret, "", NOW));
  }

  private Refusal refusal(Request request) {
    return ((Refused) verifier.verify(request, NOW)).refusal();
  }

  @ParameterizedTest
  @CsvSource({PRIVATE + ",0", SHARED + ",1"})
  void what_a_holder_of_a_key_signs_is_believed(String secret, int place) {
    assertThat(verifier.verify(request(signed(secret)), NOW))
        .isEqualTo(new Verified("", NOW, place));
  }

  /// The signature of the RFC's appendix B.2.6 itself, which covers no digest: a scheme that asks
  /// for one must not take it, but the signature is right.
  @Test
  void the_signature_of_the_rfc_does_not_cover_the_body_and_is_not_believed() {
    var headers = signed(PRIVATE);
    headers.put("date", "Tue, 20 Apr 2021 02:07:55 GMT");
    headers.put(
        "signature-input",
        "sig-b26=(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\");created=1618884473;keyid=\"test-key-ed25519\"");
    headers.put(
        "signature",
        "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:");

    assertThat(refusal(request(headers))).isEqualTo(Refusal.UNKNOWN_VERSION);
  }

  @Test
  void a_byte_more_another_method_or_another_path_is_a_mismatch() {
    Request right = request(signed(PRIVATE));
    byte[] longer = (new String(BODY, UTF_8) + " ").getBytes(UTF_8);

    assertThat(refusal(right.with(longer))).isEqualTo(Refusal.MISMATCH);
    assertThat(refusal(new Request("PUT", URL, right.headers(), BODY))).isEqualTo(Refusal.MISMATCH);
    assertThat(refusal(new Request("POST", URL.replace("foo", "fo"), right.headers(), BODY)))
        .isEqualTo(Refusal.MISMATCH);
    assertThat(refusal(new Request("POST", "", right.headers(), BODY)))
        .isEqualTo(Refusal.UNKNOWN_URL);
  }

  @Test
  void a_signature_is_as_old_as_its_tolerance_and_no_older() {
    Request right = request(signed(PRIVATE));

    assertThat(verifier.verify(right, NOW.plus(Duration.ofMinutes(5))))
        .isInstanceOf(Verified.class);
    assertThat(((Refused) verifier.verify(right, NOW.plusSeconds(301))).refusal())
        .isEqualTo(Refusal.TOO_OLD);
    assertThat(((Refused) verifier.verify(right, NOW.minusSeconds(301))).refusal())
        .isEqualTo(Refusal.TOO_NEW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"expires=1618884472", "expires=?1", "expires=\"later\""})
  void what_has_expired_or_says_so_oddly_is_refused(String parameter) {
    var headers = signed(PRIVATE);
    headers.compute("signature-input", (name, value) -> value + ";" + parameter);

    assertThat(refusal(request(headers)))
        .isIn(Refusal.TOO_OLD, Refusal.MALFORMED_TIMESTAMP, Refusal.MALFORMED_SIGNATURE);
  }

  @Test
  void an_algorithm_that_is_not_the_keys_is_refused() {
    var headers = signed(PRIVATE);
    headers.compute("signature-input", (name, value) -> value.replace("ed25519", "hmac-sha256"));

    assertThat(refusal(request(headers))).isEqualTo(Refusal.MISMATCH);
  }

  @Test
  void of_several_signatures_one_that_is_right_is_enough() {
    var headers = signed(PRIVATE);
    var other = signed("whsk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    headers.compute(
        "signature-input",
        (name, value) -> other.getOrDefault(name, "").replace("sig1", "old") + ", " + value);
    headers.compute(
        "signature",
        (name, value) -> other.getOrDefault(name, "").replace("sig1", "old") + ", " + value);

    assertThat(verifier.verify(request(headers), NOW)).isInstanceOf(Verified.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sig1",
        "sig1=",
        "sig1=(",
        "sig1=()",
        "sig1=(\"@method\"",
        "sig1=(\"@method\";req);created=1",
        "sig1=(\"@nothing\");created=1",
        "sig1=(\"@method\");created=1,",
        "sig1=(\"@method\");created=1 sig2=()",
        "sig1=(\"@method\" \"@method\" \"@authority\" \"@path\" \"content-digest\");created=1618884473"
      })
  void what_is_no_input_is_refused_and_nothing_throws(String input) {
    var headers = signed(PRIVATE);
    headers.put("signature-input", input);

    assertThat(refusal(request(headers)))
        .isIn(Refusal.MALFORMED_SIGNATURE, Refusal.UNKNOWN_VERSION, Refusal.MISSING_HEADER);
    headers.put("signature", input);
    assertThat(verifier.verify(request(headers), NOW)).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "md5=:AAAA:", "sha-256=:AAAA:", "sha-256=AAAA", "sha-256=:?:"})
  void a_digest_that_is_not_the_bodys_is_refused(String digest) {
    var headers = signed(PRIVATE);
    headers.put("content-digest", digest);

    assertThat(refusal(request(headers))).isEqualTo(Refusal.MISMATCH);
  }

  @Test
  void every_header_it_needs_may_be_missing() {
    for (String name : List.of("signature", "signature-input", "content-digest")) {
      var headers = signed(PRIVATE);
      headers.remove(name);
      assertThat(refusal(request(headers))).isEqualTo(Refusal.MISSING_HEADER);
    }
  }

  @Test
  void a_scheme_that_leaves_the_body_open_cannot_be() {
    var without = new ArrayList<>(List.of(Component.parse("@method")));

    assertThatThrownBy(() -> new MessageScheme(without, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("content-digest");
  }
}
