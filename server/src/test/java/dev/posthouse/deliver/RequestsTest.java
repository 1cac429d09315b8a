package dev.posthouse.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.access.Secret;
import dev.posthouse.config.Auth;
import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Signing;
import dev.posthouse.event.Header;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.webhooks.Component;
import dev.posthouse.webhooks.ContentDigest;
import dev.posthouse.webhooks.HmacFormat;
import dev.posthouse.webhooks.SigningSecret;
import dev.posthouse.webhooks.Verification;
import dev.posthouse.webhooks.Verifier;
import dev.posthouse.webhooks.VerifyingKey;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestsTest {
  private static final Endpoint ENDPOINT = Samples.endpoint(1);
  private static final String OLD_SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
  private final OpenDelivery delivery = Samples.delivery(1, ENDPOINT);
  private final Rendered body =
      new Rendered("application/json", List.of("{\"a\":".getBytes(UTF_8), "1}".getBytes(UTF_8)));

  @Test
  void an_independent_verifier_accepts_the_signature() throws Exception {
    var verifier = new com.standardwebhooks.Webhook(Samples.SECRET);
    Instant now = Instant.now();
    Map<String, List<String>> headers = headers(request(ENDPOINT, now));
    verifier.verify("{\"a\":1}", HttpHeaders.of(headers, (name, value) -> true));
    assertThat(headers.get("webhook-id")).containsExactly(delivery.id().toString());
  }

  @Test
  void old_and_new_secret_both_sign_until_the_old_one_ends() {
    var overlap =
        new Signing(
            Signing.Scheme.V1,
            List.of(
                new Signing.Key(new Secret(Samples.SECRET), Instant.MAX),
                new Signing.Key(new Secret(OLD_SECRET), Samples.NOON.plusSeconds(1))));
    Endpoint rotating = Samples.signed(ENDPOINT, overlap);
    assertThat(verify(request(rotating, Samples.NOON), OLD_SECRET))
        .isInstanceOf(Verification.Verified.class);
    assertThat(verify(request(rotating, Samples.NOON), Samples.SECRET))
        .isInstanceOf(Verification.Verified.class);
    Request later = request(rotating, Samples.NOON.plusSeconds(1));
    assertThat(later.headers())
        .filteredOn(header -> header.name().equals("webhook-signature"))
        .singleElement()
        .matches(header -> !header.value().contains(" "));
  }

  @Test
  void without_a_live_secret_there_is_no_request() {
    var dead =
        new Signing(
            Signing.Scheme.V1, List.of(new Signing.Key(new Secret(OLD_SECRET), Samples.NOON)));
    assertThatThrownBy(() -> request(Samples.signed(ENDPOINT, dead), Samples.NOON))
        .isInstanceOf(Unsendable.class);
  }

  @Test
  void unsigned_only_where_the_configuration_says_so() {
    Endpoint plain = Samples.signed(ENDPOINT, new Signing(Signing.Scheme.NONE, List.of()));
    assertThat(headers(request(plain, Samples.NOON))).doesNotContainKey("webhook-signature");
  }

  @Test
  void a_message_signature_covers_where_what_and_which_delivery() {
    var covered =
        Stream.of("@method", "@path", "content-digest", "webhook-id")
            .map(Component::parse)
            .toList();
    var old = new Signing.Key(new Secret(OLD_SECRET), Samples.NOON.plusSeconds(1));
    var rotating =
        new Signing(
            Signing.Scheme.MESSAGE_HMAC,
            List.of(new Signing.Key(new Secret(Samples.SECRET), Instant.MAX), old),
            new Signing.Form.Message(covered));

    var headers = headers(request(Samples.signed(ENDPOINT, rotating), Samples.NOON));

    String id = SigningSecret.parse(Samples.SECRET).keyId();
    String oldId = SigningSecret.parse(OLD_SECRET).keyId();
    String names = "(\"@method\" \"@path\" \"content-digest\" \"webhook-id\");created=1772366400";
    assertThat(headers.get("signature-input"))
        .containsExactly(
            "sig1=%s;keyid=\"%s\";alg=\"hmac-sha256\", sig2=%s;keyid=\"%s\";alg=\"hmac-sha256\""
                .formatted(names, id, names, oldId));
    assertThat(headers)
        .containsEntry(
            "content-digest", List.of(ContentDigest.sha256(List.of("{\"a\":1}".getBytes(UTF_8)))))
        .doesNotContainKey("webhook-signature")
        .containsKeys("signature", "webhook-id", "webhook-timestamp");
  }

  @Test
  void a_receivers_own_form_gets_its_headers() {
    var format =
        new HmacFormat(
            HmacFormat.Algorithm.SHA256, HmacFormat.Encoding.HEX, "v0=", "v0:{timestamp}:{body}");
    var form =
        new Signing.Form.Custom(
            "X-Slack-Signature",
            format,
            "X-Slack-Request-Timestamp",
            Signing.TimestampUnit.SECONDS,
            Signing.SecretEncoding.TEXT);
    var key = new Signing.Key(new Secret("8f742231b10e8888abcd99yyyzzz85a5"), Instant.MAX);
    var signing = new Signing(Signing.Scheme.HMAC, List.of(key), form);

    var headers = headers(request(Samples.signed(ENDPOINT, signing), Samples.NOON));

    assertThat(headers)
        .containsEntry("X-Slack-Request-Timestamp", List.of("1772366400"))
        .containsEntry(
            "X-Slack-Signature",
            List.of(
                format.value(
                    "8f742231b10e8888abcd99yyyzzz85a5".getBytes(UTF_8),
                    new HmacFormat.Message(
                        "", "1772366400", "POST", ENDPOINT.url(), body.parts()))))
        .doesNotContainKeys("webhook-signature", "signature");
    assertThatThrownBy(() ->
            request(
                Samples.signed(ENDPOINT, new Signing(Signing.Scheme.HMAC, List.of(), form)),
                Samples.NOON))
        .isInstanceOf(Unsendable.class);
  }

  @Test
  void tells_event_attempt_and_time() {
    var headers = headers(request(ENDPOINT, Samples.NOON));
    assertThat(headers)
        .containsEntry("posthouse-event-id", List.of(delivery.event().toString()))
        .containsEntry("posthouse-attempt", List.of("4"))
        .containsEntry("webhook-timestamp", List.of("1772366400"))
        .containsEntry("content-type", List.of("application/json"));
  }

  @Test
  void authenticates_and_masks_what_it_keeps() {
    var own = List.of(new Header("X-Shop", "main"), new Header("X-Session-Token", "tok"));
    check(
        new Auth.Bearer(new Secret("s3cret")), own, "authorization", "Bearer s3cret", "Bearer ***");
    check(
        new Auth.Basic("eve", new Secret("pw")),
        own,
        "authorization",
        "Basic ZXZlOnB3",
        "Basic ***");
    check(new Auth.ApiKey("X-Shop-Id", new Secret("k1")), own, "X-Shop-Id", "k1", "***");
  }

  private void check(Auth auth, List<Header> own, String name, String sent, String kept) {
    Request request = request(Samples.authenticated(ENDPOINT, auth, own), Samples.NOON);
    assertThat(request.headers()).contains(new Header(name, sent)).containsAll(own);
    assertThat(Masking.mask(request.headers(), auth))
        .contains(
            new Header(name, kept),
            new Header("X-Shop", "main"),
            new Header("X-Session-Token", "***"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.test/p?q=1, https://a.test/p?q=1",
    "https://eve:pw@a.test/p, https://***@a.test/p",
    "https://a.test/p?x=1&access_token=abc&y=2, https://a.test/p?x=1&access_token=***&y=2",
    "https://a.test/p?api_key=a#f, https://a.test/p?api_key=***#f"
  })
  void keeps_no_secret_of_a_url(String url, String kept) {
    assertThat(Masking.mask(URI.create(url))).isEqualTo(kept);
  }

  private Request request(Endpoint endpoint, Instant now) {
    return new Requests().request(new Letter(delivery.id(), 4, body), endpoint, now);
  }

  private Verification verify(Request request, String secret) {
    return Verifier.of(VerifyingKey.parse(secret))
        .verify(headers(request), Samples.NOON, request.body().toArray(new byte[0][]));
  }

  private static Map<String, List<String>> headers(Request request) {
    return request.headers().stream()
        .collect(
            Collectors.groupingBy(
                Header::name, Collectors.mapping(Header::value, Collectors.toList())));
  }
}
