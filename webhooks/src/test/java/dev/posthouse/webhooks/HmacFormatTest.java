package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.webhooks.HmacFormat.Algorithm;
import dev.posthouse.webhooks.HmacFormat.Encoding;
import java.net.URI;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HmacFormatTest {
  private static HmacFormat.Message message(String... body) {
    return new HmacFormat.Message(
        "msg_1",
        "1800000000",
        "post",
        URI.create("https://x.example/a?b=c"),
        List.of(body).stream().map(part -> part.getBytes(UTF_8)).toList());
  }

  private static String value(Algorithm algorithm, Encoding encoding, String key, String... body) {
    return new HmacFormat(algorithm, encoding, "", "{body}")
        .value(key.getBytes(UTF_8), message(body));
  }

  /// RFC 4231, test case 2; RFC 2202, test case 2 for SHA-1.
  @ParameterizedTest
  @CsvSource({
    "SHA1,   effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
    "SHA256, 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    "SHA384, af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
    "SHA512, 164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
  })
  void computes_what_the_rfcs_say(Algorithm algorithm, String hex) {
    assertThat(value(algorithm, Encoding.HEX, "Jefe", "what do ya want ", "for nothing?"))
        .isEqualTo(hex);
  }

  @Test
  void writes_the_bytes_as_the_receiver_wants_them() {
    String hex = value(Algorithm.SHA256, Encoding.HEX, "key", "body");
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThat(value(Algorithm.SHA256, Encoding.BASE64, "key", "body"))
        .isEqualTo(java.util.Base64.getEncoder().encodeToString(bytes));
    assertThat(value(Algorithm.SHA256, Encoding.BASE64URL, "key", "body"))
        .isEqualTo(java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  @Test
  void signs_the_parts_that_are_named_in_their_order() {
    var format =
        new HmacFormat(
            Algorithm.SHA256,
            Encoding.HEX,
            "{id}$;",
            "{method}{url}{path}|{body}|{timestamp}{id}$");
    String content = "POSThttps://x.example/a?b=c/a?b=c|one two|1800000000msg_1$";

    assertThat(format.value("k".getBytes(UTF_8), message("one ", "two")))
        .isEqualTo("msg_1$;" + value(Algorithm.SHA256, Encoding.HEX, "k", content));
  }

  @ParameterizedTest
  @CsvSource({
    "'',         {timestamp}.,      names the body",
    "'',         {bdy},             There is no {bdy}",
    "{body}=,    {body},            cannot hold the body",
    "{when}=,    {body},            There is no {when}"
  })
  void a_form_that_cannot_be_meant_is_refused(String prefix, String signed, String told) {
    assertThatThrownBy(() -> new HmacFormat(Algorithm.SHA256, Encoding.HEX, prefix, signed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(told);
  }

  @Test
  void a_receiver_verifies_it_by_its_scheme() {
    var format =
        new HmacFormat(
            Algorithm.SHA512,
            Encoding.BASE64,
            "t={timestamp},v1=",
            "{id}.{timestamp}.{method} {path}.{url}.{body}");
    HmacScheme scheme =
        format.scheme("X-Signed", SignedTime.inSignature(SignedTime.Unit.SECONDS), "X-Id");
    String value = format.value("k".getBytes(UTF_8), message("one ", "two"));
    var request =
        new Request(
            "POST",
            "https://x.example/a?b=c",
            Map.of("x-signed", List.of(value), "x-id", List.of("msg_1")),
            "one two".getBytes(UTF_8));

    assertThat(scheme.verifier(List.of("k")).verify(request, Instant.ofEpochSecond(1_800_000_000)))
        .isInstanceOf(Verification.Verified.class);
  }
}
