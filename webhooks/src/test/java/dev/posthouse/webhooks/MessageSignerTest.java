package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The test cases of RFC 9421, appendix B, and what its sections say of single components.
class MessageSignerTest {
  private static final long CREATED = 1_618_884_473;
  private static final byte[] BODY = "{\"hello\": \"world\"}".getBytes(UTF_8);
  private static final String DIGEST =
      "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";

  /// The message test-request of appendix B.2.
  private static final RequestHead REQUEST =
      head(
          "https://example.com/foo?param=Value&Pet=dog",
          Map.of(
              "host", List.of("example.com"),
              "date", List.of("Tue, 20 Apr 2021 02:07:55 GMT"),
              "content-type", List.of("application/json"),
              "content-digest", List.of(DIGEST),
              "content-length", List.of("18")));

  /// Appendix B.1.4 and B.1.5.
  private static final Ed25519SecretKey ED25519 =
      Ed25519SecretKey.parse("whsk_n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=");

  private static final SymmetricSecret SHARED =
      SymmetricSecret.parse(
          "whsec_uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==");

  private static RequestHead head(String url, Map<String, List<String>> fields) {
    return new RequestHead("POST", URI.create(url), fields);
  }

  private static List<Component> components(String... names) {
    return Stream.of(names).map(Component::parse).toList();
  }

  private static SignatureParameters by(String key, String nonce, String tag) {
    return new SignatureParameters(CREATED, key, "", nonce, tag);
  }

  private static String signature(SigningSecret secret, SignatureBase base) {
    return Base64.getEncoder().encodeToString(secret.sign(List.of(base.bytes())));
  }

  @Test
  void b_2_1_a_minimal_signature() {
    SignatureBase base =
        SignatureBase.of(REQUEST, List.of(), by("test-key-rsa-pss", "b3k2pp5k7z-50gnwp.yemd", ""));

    assertThat(base.text())
        .isEqualTo(
            "\"@signature-params\": ();created=1618884473;keyid=\"test-key-rsa-pss\";nonce=\"b3k2pp5k7z-50gnwp.yemd\"");
  }

  @Test
  void b_2_2_selected_components() {
    SignatureBase base =
        SignatureBase.of(
            REQUEST,
            components("@authority", "content-digest", "@query-param;name=\"Pet\""),
            by("test-key-rsa-pss", "", "header-example"));

    assertThat(base.text())
        .isEqualTo(
            """
            "@authority": example.com
            "content-digest": %s
            "@query-param";name="Pet": dog
            "@signature-params": ("@authority" "content-digest" "@query-param";name="Pet");created=1618884473;keyid="test-key-rsa-pss";tag="header-example"\
            """
                .formatted(DIGEST));
  }

  @Test
  void b_2_3_full_coverage() {
    SignatureBase base =
        SignatureBase.of(
            REQUEST,
            components(
                "date",
                "@method",
                "@path",
                "@query",
                "@authority",
                "content-type",
                "content-digest",
                "content-length"),
            by("test-key-rsa-pss", "", ""));

    assertThat(base.text())
        .isEqualTo(
            """
            "date": Tue, 20 Apr 2021 02:07:55 GMT
            "@method": POST
            "@path": /foo
            "@query": ?param=Value&Pet=dog
            "@authority": example.com
            "content-type": application/json
            "content-digest": %s
            "content-length": 18
            "@signature-params": ("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss"\
            """
                .formatted(DIGEST));
  }

  @Test
  void b_2_5_a_request_signed_with_hmac_sha256() {
    SignatureBase base =
        SignatureBase.of(
            REQUEST,
            components("date", "@authority", "content-type"),
            by("test-shared-secret", "", ""));

    assertThat(base.input())
        .isEqualTo(
            "(\"date\" \"@authority\" \"content-type\");created=1618884473;keyid=\"test-shared-secret\"");
    assertThat(signature(SHARED, base)).isEqualTo("pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=");
  }

  @Test
  void b_2_6_a_request_signed_with_ed25519() {
    SignatureBase base =
        SignatureBase.of(
            REQUEST,
            components("date", "@method", "@path", "@authority", "content-type", "content-length"),
            by("test-key-ed25519", "", ""));

    assertThat(signature(ED25519, base))
        .isEqualTo(
            "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==");
  }

  @Test
  void the_digest_of_the_test_request_is_that_of_the_rfc() {
    assertThat(ContentDigest.sha512(List.of(BODY))).isEqualTo(DIGEST);
    assertThat(
            ContentDigest.sha256(
                List.of("{\"hello\": ".getBytes(UTF_8), "\"world\"}".getBytes(UTF_8))))
        .isEqualTo("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:");
  }

  /// RFC 8037, appendix A.3, has another key; this thumbprint of the RFC's test key is published by
  /// the Web Bot Auth drafts.
  @Test
  void a_public_key_is_named_by_its_thumbprint() {
    assertThat(ED25519.keyId()).isEqualTo("poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U");
    assertThat(ED25519.verifyingKey().jwk())
        .isEqualTo(
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs\","
                + "\"kid\":\"poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U\",\"use\":\"sig\",\"alg\":\"EdDSA\"}");
  }

  @Test
  void every_secret_makes_a_signature_of_its_own() {
    var signed = MessageSigner.of(List.of(ED25519, SHARED), MessageSigner.USUAL).sign(REQUEST, 7);

    String covered =
        "(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-digest\" \"content-type\");created=7;keyid=";
    assertThat(signed.input())
        .isEqualTo(
            "sig1=%s\"%s\";alg=\"ed25519\", sig2=%s\"%s\";alg=\"hmac-sha256\""
                .formatted(covered, ED25519.keyId(), covered, SHARED.keyId()));
    assertThat(signed.signature()).matches("sig1=:[A-Za-z0-9+/]{86}==:, sig2=:[A-Za-z0-9+/]{43}=:");
    assertThat(SHARED.keyId()).hasSize(16).isNotEqualTo(ED25519.keyId());
  }

  /// RFC 9421, sections 2.2.1 to 2.2.8.
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          https://www.Example.com/path?param=value, @target-uri,     https://www.Example.com/path?param=value
          https://www.Example.com/path?param=value, @authority,      www.example.com
          https://www.example.com:443/,             @authority,      www.example.com
          http://www.example.com:443/,              @authority,      www.example.com:443
          http://www.example.com:80/,               @authority,      www.example.com
          https://[2001:DB8::1]:8443/,              @authority,      [2001:db8::1]:8443
          HTTPS://www.example.com/,                 @scheme,         https
          https://www.example.com/path?param=value, @request-target, /path?param=value
          https://www.example.com,                  @path,           /
          https://www.example.com/a%2Fb/%E4%B8%AD,  @path,           /a%2Fb/%E4%B8%AD
          https://www.example.com/?a=b&bat=baz+q,   @query,          ?a=b&bat=baz+q
          https://www.example.com/,                 @query,          ?
          https://www.example.com/?,                @query,          ?
          https://x.example/p?var=this%20is%20a%20big%0Avalue&x=1, @query-param;name="var", this%20is%20a%20big%0Avalue
          https://x.example/p?bar=with+plus+whitespace, @query-param;name="bar", with%20plus%20whitespace
          https://x.example/p?fa%C3%A7ade%22%3A%20=something, @query-param;name="fa%C3%A7ade%22%3A%20", something
          https://x.example/p?batman,               @query-param;name="batman", ``
          https://www.example.com/,                 @method,         POST
          """)
  void a_component_is_derived_as_the_rfc_says(String url, String component, String value) {
    assertThat(Component.parse(component).valueIn(head(url, Map.of()))).isEqualTo(value);
  }

  /// RFC 9421, section 2.1.
  @Test
  void the_values_of_a_header_are_put_together() {
    var fields =
        Map.of(
            "cache-control", List.of("max-age=60", "   must-revalidate"),
            "x-obs-fold-header", List.of("Obsolete\n    line folding."),
            "x-empty-header", List.of(""));

    assertThat(value("cache-control", fields)).isEqualTo("max-age=60, must-revalidate");
    assertThat(value("X-OBS-Fold-Header", fields)).isEqualTo("Obsolete line folding.");
    assertThat(value("x-empty-header", fields)).isEmpty();
    assertThatThrownBy(() -> value("x-missing", fields))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no header x-missing");
  }

  private static String value(String component, Map<String, List<String>> fields) {
    return Component.parse(component).valueIn(head("https://x.example/", fields));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "@status", "@query-param", "@path;req", "a b", "名称", "x\"y", "date;sf", "@"})
  void what_is_no_component_of_a_request_is_refused(String text) {
    assertThatThrownBy(() -> Component.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no component of a request");
  }

  @Test
  void a_value_that_would_forge_a_line_is_refused() {
    var forged = head("https://x.example/", Map.of("x-a", List.of("1\r\"@method\": GET")));

    assertThatThrownBy(() -> MessageSigner.of(List.of(SHARED), components("x-a")).sign(forged, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MessageSigner.of(List.of(SHARED), components("x-a", "X-A")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("once");
    assertThatThrownBy(() -> MessageSigner.of(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
