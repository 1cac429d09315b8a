package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.posthouse.webhooks.SignedTime.Unit;
import dev.posthouse.webhooks.Verification.Refused;
import dev.posthouse.webhooks.Verification.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HmacSchemeTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final byte[] BODY = "{\"a\":1}".getBytes(UTF_8);
  private static final String SECRET = "correct horse";
  private static final String URL = "https://example.com/in?a=b%2Fc&d=%20";

  private static final HmacScheme PLAIN = HmacScheme.in("X-Signature", "sha256={signature}");
  private static final HmacScheme TIMED =
      HmacScheme.in("X-Signature", "v0={signature}")
          .over("v0:{timestamp}:{body}", SignedTime.in("X-Time", Unit.SECONDS));
  private static final HmacScheme FIELDS =
      HmacScheme.in("X-Signature", "t={timestamp},v1={signature}")
          .over(
              "{timestamp}.{body}",
              SignedTime.inSignature(Unit.SECONDS)
                  .tolerating(Duration.ofMinutes(5), SignedTime.FOREVER));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{body}",
        "{method}{url}{body}",
        "{method}\n{url:decoded}\n{body}",
        "{header:X-Tenant}.{body}",
        "Ü{body}"
      })
  void verifies_what_it_signs_over_any_content(String content) {
    for (SignatureText text : SignatureText.values()) {
      for (Digest digest : Digest.values()) {
        HmacScheme scheme = PLAIN.over(content).with(text).with(digest);
        Request request = new Request("PUT", URL, Map.of("x-tenant", List.of("7")), BODY);

        assertThat(verify(scheme, signed(scheme, request), NOW))
            .isEqualTo(new Verified("", Instant.EPOCH, 0));
      }
    }
  }

  @Test
  void verifies_an_id_and_a_time_and_says_them() {
    HmacScheme scheme =
        PLAIN.over("{id}|{timestamp}|{body}", SignedTime.in("X-Time", Unit.ISO_8601), "X-Id");
    Request request = signed(scheme, request());

    assertThat(request.header("x-time")).contains("2026-11-22T03:00:00Z");
    assertThat(verify(scheme, request, NOW)).isEqualTo(new Verified("msg_1", NOW, 0));
    assertRefused(Refusal.MISMATCH, scheme, with(request, "x-id", "msg_2"));
    assertRefused(Refusal.MALFORMED_ID, scheme, with(request, "x-id", "msg.2"));
    assertRefused(Refusal.MALFORMED_TIMESTAMP, scheme, with(request, "x-time", "yesterday"));
    assertRefused(Refusal.MISSING_HEADER, scheme, without(request, "x-id"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scheme.sign(request(), SECRET, "a.b", NOW));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MALFORMED_SIGNATURE | ''",
        "MALFORMED_SIGNATURE | sha256=",
        "MALFORMED_SIGNATURE | sha256=xyz",
        "MALFORMED_SIGNATURE | sha256=abc",
        "MALFORMED_SIGNATURE | SHA256=00",
        "MALFORMED_SIGNATURE | sha1=00",
        "MALFORMED_SIGNATURE | 00",
        "MISMATCH            | sha256=00",
        "MISMATCH            | sha256=c8ffee",
      })
  void names_what_is_wrong_with_a_signature(Refusal refusal, String value) {
    assertRefused(refusal, PLAIN, with(request(), "x-signature", value));
  }

  @Test
  void refuses_a_header_that_is_missing_or_repeated() {
    Request right = signed(TIMED, request());

    for (String name : List.of("X-Signature", "x-time")) {
      assertRefused(Refusal.MISSING_HEADER, TIMED, without(right, name));
      assertRefused(
          Refusal.REPEATED_HEADER,
          TIMED,
          with(right, name, right.header(name).orElseThrow(), "another"));
    }
  }

  @ParameterizedTest
  @CsvSource({"-301, TOO_NEW", "-300, ", "0, ", "300, ", "301, TOO_OLD", "99999999999, TOO_OLD"})
  void tolerates_five_minutes_both_ways(long age, @Nullable Refusal refusal) {
    assertThat(refusal(verify(TIMED, signed(TIMED, request()), NOW.plusSeconds(age))))
        .isEqualTo(refusal);
  }

  @Test
  void counts_the_tolerance_in_whole_units_of_the_time() {
    Request request = signed(TIMED, request());

    assertThat(verify(TIMED, request, NOW.plusSeconds(300).plusMillis(999)))
        .isInstanceOf(Verified.class);
  }

  @Test
  void tolerates_any_future_when_told_to() {
    Request request = signed(FIELDS, request());

    assertThat(verify(FIELDS, request, NOW.minusSeconds(999_999))).isInstanceOf(Verified.class);
    assertThat(refusal(verify(FIELDS, request, NOW.plusSeconds(301)))).isEqualTo(Refusal.TOO_OLD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "01", "1e3", "9999999999999", "\u0661", "soon"})
  void refuses_a_malformed_timestamp(String timestamp) {
    Request request = signed(FIELDS, request());
    String value = request.header("x-signature").orElseThrow();

    assertRefused(
        Refusal.MALFORMED_TIMESTAMP,
        FIELDS,
        with(request, "x-signature", "t=" + timestamp + value.substring(value.indexOf(','))));
    assertRefused(
        Refusal.MALFORMED_TIMESTAMP,
        FIELDS,
        with(request, "x-signature", value.substring(value.indexOf(',') + 1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%s|",
        "%s,v1=bad_signature|",
        "v1=00,%s,v0=00|",
        "junk,,=,%s|",
        "%s,t=1|MALFORMED_SIGNATURE",
        "t=1700000000|MALFORMED_SIGNATURE",
        "v0=00|MALFORMED_SIGNATURE",
        "','|MALFORMED_SIGNATURE",
      })
  void finds_the_right_signature_among_others(String form, @Nullable Refusal refusal) {
    Request request = signed(FIELDS, request());
    String value = form.formatted(request.header("x-signature").orElseThrow());

    assertThat(refusal(verify(FIELDS, with(request, "x-signature", value), NOW)))
        .isEqualTo(refusal);
  }

  @Test
  void looks_at_32_entries_and_no_more() {
    Request request = signed(FIELDS, request());
    String value = request.header("x-signature").orElseThrow();
    Request most = with(request, "x-signature", "v1=00,".repeat(30) + value);
    Request more = with(request, "x-signature", "v1=00,".repeat(31) + value);

    assertThat(verify(FIELDS, most, NOW)).isInstanceOf(Verified.class);
    assertRefused(Refusal.MALFORMED_SIGNATURE, FIELDS, more);
  }

  @Test
  void believes_any_secret_and_says_which() {
    Request request = signed(PLAIN, request());

    assertThat(PLAIN.verifier(List.of("new", SECRET, "older")).verify(request, NOW))
        .isEqualTo(new Verified("", Instant.EPOCH, 1));
    assertThat(refusal(PLAIN.verifier(List.of("new")).verify(request, NOW)))
        .isEqualTo(Refusal.MISMATCH);
  }

  @Test
  void refuses_a_signed_url_that_is_not_known() {
    HmacScheme scheme = PLAIN.over("{url}{body}");
    Request request = new Request("POST", "", signed(scheme, request()).headers(), BODY);

    assertRefused(Refusal.UNKNOWN_URL, scheme, request);
  }

  @Test
  void decodes_of_a_url_what_hubspot_decodes() {
    HmacScheme decoding = PLAIN.over("{url:decoded}{body}");
    String plain = "https://example.com/a?b=:/?@!$'()*,;%20%25%26";
    String escaped = "https://example.com/a?b=%3A%2f%3F%40%21%24%27%28%29%2A%2C%3B%20%25%26";
    Request sent = signed(PLAIN.over("{url}{body}"), new Request("POST", plain, Map.of(), BODY));

    assertThat(verify(decoding, new Request("POST", escaped, sent.headers(), BODY), NOW))
        .isInstanceOf(Verified.class);
  }

  @Test
  void applies_only_to_the_version_that_its_conditions_name() {
    HmacScheme second = PLAIN.when("X-Version", "v2");
    HmacScheme first = PLAIN.when("X-Version", "", "v1");
    Request request = signed(second, request());

    assertThat(request.header("x-version")).contains("v2");
    assertThat(verify(second, request, NOW)).isInstanceOf(Verified.class);
    assertRefused(Refusal.UNKNOWN_VERSION, first, request);
    assertRefused(Refusal.UNKNOWN_VERSION, second, without(request, "x-version"));
    assertThat(verify(first, without(request, "x-version"), NOW)).isInstanceOf(Verified.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no placeholder        | {signature} | {text}",
        "Each entry            | sha256=     | {body}",
        "no {signature}        | {timestamp} | {timestamp}{body}",
        "Each entry            | a,{signature} | {body}",
        "Each entry            | {signature}{signature} | {body}",
        "Each entry            | {body} | {body}",
        "the {signature} itself| {signature} | {signature}",
        "a {timestamp}         | {signature} | {timestamp}{body}",
        "a {timestamp}         | {timestamp},{signature} | {body}",
        "an {id}               | {signature} | {id}{body}",
      })
  void says_what_is_wrong_with_a_scheme(String message, String form, String content) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HmacScheme.in("X-Signature", form).over(content))
        .withMessageContaining(message.strip());
  }

  @ParameterizedTest
  @CsvSource({"HEX, abc", "HEX, zz", "BASE64, a-b_", "WHSEC, whsec_a-b_", "HEX, ''", "UTF8, ''"})
  void says_the_right_form_of_a_secret_and_never_the_secret(SecretText text, String secret) {
    Throwable thrown = catchThrowable(() -> PLAIN.with(text).verifier(List.of(secret)));

    assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasNoCause();
    if (!secret.isEmpty()) {
      assertThat(thrown).hasMessageNotContaining(secret);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UTF8   | a&amp;b | a&amp;b",
        "HTML   | a&amp;b&lt;&gt;&quot;&#039;&#39;&#x27;&#X26;&#034; | a&b<>\"'''&\"",
        "HTML   | a&amp;lt;b | a&lt;b",
        "HTML   | a&b;&copy;&#64; | a&b;&copy;&#64;",
        "BASE64 | YSZi | a&b",
        "HEX    | 612662 | a&b",
        "WHSEC  | whsec_YSZi | a&b",
        "WHSEC  | YSZi | a&b",
      })
  void reads_secrets_in_the_way_of_the_provider(SecretText text, String secret, String key) {
    assertThat(text.decode(secret)).isEqualTo(key.getBytes(UTF_8));
  }

  @Test
  void needs_a_secret() {
    assertThatIllegalArgumentException().isThrownBy(() -> PLAIN.verifier(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> PLAIN.verifier(List.of("a", "")));
  }

  private static Request request() {
    return new Request("POST", URL, Map.of(), BODY);
  }

  private static Request signed(HmacScheme scheme, Request request) {
    Map<String, List<String>> headers = new HashMap<>(request.headers());
    scheme
        .sign(request, SECRET, "msg_1", NOW)
        .forEach((name, value) -> headers.put(name, List.of(value)));
    return new Request(request.method(), request.url(), headers, request.body());
  }

  private static Request with(Request request, String name, String... values) {
    Map<String, List<String>> headers = new HashMap<>(without(request, name).headers());
    headers.put(name, List.of(values));
    return new Request(request.method(), request.url(), headers, request.body());
  }

  private static Request without(Request request, String name) {
    Map<String, List<String>> headers = new HashMap<>(request.headers());
    headers.keySet().removeIf(name::equalsIgnoreCase);
    return new Request(request.method(), request.url(), headers, request.body());
  }

  private static Verification verify(HmacScheme scheme, Request request, Instant now) {
    return scheme.verifier(List.of(SECRET)).verify(request, now);
  }

  private static void assertRefused(Refusal refusal, HmacScheme scheme, Request request) {
    assertThat(refusal(verify(scheme, request, NOW))).isEqualTo(refusal);
  }

  private static @Nullable Refusal refusal(Verification seen) {
    return seen instanceof Refused refused ? refused.refusal() : null;
  }
}
