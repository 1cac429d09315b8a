package dev.posthouse.receive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.posthouse.accept.Acceptance;
import dev.posthouse.event.Invalid;
import dev.posthouse.net.Inquiry;
import dev.posthouse.net.KeptAnswer;
import dev.posthouse.net.Reply;
import dev.posthouse.webhooks.provider.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A source whose vendor signs tokens by keys that it shows at an address.
class VendorKeysTest {
  private static final URI KEYS = URI.create("https://keys.example.com/jwks");
  private static final String FORM =
      "{\"name\":\"a\",\"provider\":\"vendor\",\"custom\":{\"scheme\":{\"type\":\"jwt\",\"jwks\":\"%s\"}}}";

  @TempDir Path folder;
  private final List<URI> asked = new ArrayList<>();
  private final ECKey one = key("one");
  private final ECKey two = key("two");
  private Reply shown = new Reply(200, set(one));
  private boolean away;
  private SourceHouse house;
  private Sources sources;
  private Receiver receiver;
  private Source source;

  private static ECKey key(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] set(ECKey... keys) {
    return new JWKSet(List.of(keys)).toString().getBytes(UTF_8);
  }

  @BeforeEach
  void open() throws Exception {
    house = new SourceHouse(folder);
    sources = house.sources(this::ask);
    receiver = house.receiver(sources, (tenant, events) -> new Acceptance.Accepted(List.of()));
    source = SourceHouse.create(sources, FORM.formatted(KEYS));
  }

  private Reply ask(Inquiry inquiry) throws IOException {
    asked.add(inquiry.url());
    if (away) {
      throw new IOException("nobody answers");
    }
    return shown;
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Answer send(ECKey signer) throws Exception {
    return send(signer, new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(signer.getKeyID()).build());
  }

  private Answer send(ECKey signer, JWSHeader header) throws Exception {
    var claims =
        new JWTClaimsSet.Builder()
            .expirationTime(Date.from(house.house.clock.instant().plusSeconds(60)))
            .build();
    var token = new SignedJWT(header, claims);
    token.sign(new ECDSASigner(signer));
    Map<String, List<String>> headers =
        Map.of("Authorization", List.of("Bearer " + token.serialize()));
    return receiver
        .visit(SourceHouse.head(source, headers))
        .orElseThrow()
        .take("{}".getBytes(UTF_8));
  }

  private int status(ECKey signer) throws Exception {
    return send(signer).status();
  }

  @Test
  void the_first_request_waits_for_the_keys_and_is_believed_when_it_comes_again() throws Exception {
    Answer first = send(one);

    assertThat(first.status()).isEqualTo(503);
    assertThat(first.headers()).containsKey("Retry-After");
    assertThat(status(one)).isEqualTo(200);
    assertThat(status(one)).isEqualTo(200);
    assertThat(asked).containsExactly(KEYS);
  }

  @Test
  void a_key_that_is_new_is_fetched_and_one_that_is_gone_is_believed_no_more() throws Exception {
    assertThat(status(one)).isEqualTo(503);
    shown = new Reply(200, set(two));
    house.house.clock.advance(KeptAnswer.PAUSE);

    assertThat(status(two)).isEqualTo(503);
    assertThat(status(two)).isEqualTo(200);
    assertThat(status(one)).isEqualTo(401);
    assertThat(asked).hasSize(2);
  }

  @Test
  void a_key_that_comes_while_a_request_is_looked_at_is_believed_at_once() throws Exception {
    assertThat(status(one)).isEqualTo(503);
    shown = new Reply(200, set(two));
    // The request is verified with the keys there are, which are fetched anew beside it.
    house.house.clock.advance(KeptAnswer.FRESH.plusSeconds(1));

    assertThat(status(two)).isEqualTo(200);
    assertThat(asked).hasSize(2);
  }

  @Test
  void a_new_key_is_fetched_also_where_it_has_the_name_of_the_old_one() throws Exception {
    assertThat(status(one)).isEqualTo(503);
    ECKey other = key("one");
    shown = new Reply(200, set(other));
    house.house.clock.advance(KeptAnswer.PAUSE);

    assertThat(status(other)).isEqualTo(503);
    assertThat(status(other)).isEqualTo(200);
    assertThat(status(one)).isEqualTo(401);
  }

  @Test
  void while_new_keys_cannot_be_had_who_needs_them_is_asked_to_come_again() throws Exception {
    assertThat(status(one)).isEqualTo(503);
    away = true;
    house.house.clock.advance(KeptAnswer.PAUSE);
    assertThat(status(two)).isEqualTo(503);
    assertThat(status(two)).isEqualTo(503);
    assertThat(status(one)).isEqualTo(200);
    assertThat(asked).hasSize(2);

    away = false;
    shown = new Reply(200, set(one, two));
    house.house.clock.advance(KeptAnswer.PAUSE);
    assertThat(status(two)).isEqualTo(503);
    assertThat(status(two)).isEqualTo(200);
  }

  @Test
  void strangers_with_keys_of_their_own_do_not_make_it_ask_more_often() throws Exception {
    assertThat(status(one)).isEqualTo(503);
    for (int i = 0; i < 10; i++) {
      assertThat(status(key("stranger " + i))).isEqualTo(401);
    }
    assertThat(asked).hasSize(1);

    house.house.clock.advance(KeptAnswer.PAUSE);
    assertThat(status(key("another"))).isEqualTo(503);
    assertThat(status(key("another"))).isEqualTo(401);
    assertThat(asked).hasSize(2);
  }

  @Test
  void where_a_token_says_its_keys_are_nobody_looks() throws Exception {
    assertThat(status(one)).isEqualTo(503);
    house.house.clock.advance(KeptAnswer.PAUSE);
    ECKey evil = key("evil");
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .keyID("evil")
            .jwkURL(URI.create("https://evil.example.com/jwks"))
            .x509CertURL(URI.create("https://evil.example.com/x5u"))
            .jwk(evil.toPublicJWK())
            .build();

    assertThat(send(evil, header).status()).isIn(401, 503);
    assertThat(send(evil, header).status()).isEqualTo(401);
    assertThat(asked).containsOnly(KEYS);
  }

  @Test
  void while_nobody_answers_there_are_no_keys_and_it_is_asked_again_soon() throws Exception {
    away = true;
    assertThat(status(one)).isEqualTo(503);
    assertThat(status(one)).isEqualTo(503);
    assertThat(asked).hasSize(1);

    away = false;
    house.house.clock.advance(KeptAnswer.PAUSE);
    assertThat(status(one)).isEqualTo(503);
    assertThat(status(one)).isEqualTo(200);
    assertThat(asked).hasSize(2);
  }

  @Test
  void keys_that_cannot_be_renewed_are_good_for_a_day() throws Exception {
    assertThat(status(one)).isEqualTo(503);
    away = true;
    house.house.clock.advance(KeptAnswer.USABLE);
    assertThat(status(one)).isEqualTo(200);
    assertThat(asked).hasSize(2);

    house.house.clock.advance(Duration.ofSeconds(1));
    assertThat(status(one)).isEqualTo(503);
  }

  @Test
  void an_answer_that_is_no_key_set_leaves_the_keys_as_they_were() throws Exception {
    assertThat(status(one)).isEqualTo(503);
    for (Reply odd :
        List.of(
            new Reply(200, "<html>".getBytes(UTF_8)),
            new Reply(500, set(two)),
            new Reply(302, set(two)))) {
      shown = odd;
      house.house.clock.advance(KeptAnswer.FRESH.plusSeconds(1));
      assertThat(status(one)).isEqualTo(200);
      assertThat(status(two)).isEqualTo(503);
    }
    assertThat(asked).hasSize(4);
  }

  @Test
  void keys_come_from_https_alone() {
    for (String odd :
        List.of(
            "http://keys.example.com/", "file:///etc/passwd", "https://a:b@keys.example.com/")) {
      String form = FORM.replace("\"a\"", "\"b\"").formatted(odd);
      assertThatThrownBy(() -> SourceHouse.create(sources, form))
          .isInstanceOfSatisfying(
              Invalid.class, e -> assertThat(e.flaws().toString()).contains("/custom/scheme/jwks"));
    }
  }
}
