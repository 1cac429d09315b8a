package dev.posthouse.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.RSAKey;
import dev.posthouse.access.Authentication;
import dev.posthouse.net.KeptAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How the keys of an issuer are kept and renewed. Each fetch asks two questions.
class IssuerKeysTest {
  @TempDir Path folder;
  private final FakeIssuer issuer = new FakeIssuer();
  private TokenHouse house;

  @BeforeEach
  void open() throws Exception {
    house = new TokenHouse(folder, issuer, FakeIssuer.issuer(FakeIssuer.plainRules()));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private String token(RSAKey key) {
    var claims = FakeIssuer.claims(house.house.clock.instant());
    return FakeIssuer.token(key, claims.put("exp", 4_000_000_000L));
  }

  private void pass(Duration time) {
    house.house.clock.advance(time);
  }

  @Test
  void nobody_asks_the_issuer_before_the_first_token_comes() throws Exception {
    assertThat(issuer.asked).isEmpty();
    house.admitted(token(FakeIssuer.FIRST));
    house.admitted(token(FakeIssuer.FIRST));

    assertThat(issuer.asked)
        .containsExactly(
            FakeIssuer.NAME + "/.well-known/openid-configuration", "https://login.test/keys");
  }

  @Test
  void a_new_key_is_believed_at_once() throws Exception {
    house.admitted(token(FakeIssuer.FIRST));
    pass(KeptAnswer.PAUSE);
    issuer.keys = List.of(FakeIssuer.FIRST, FakeIssuer.SECOND);

    house.admitted(token(FakeIssuer.SECOND));
    house.admitted(token(FakeIssuer.FIRST));
    assertThat(issuer.asked).hasSize(4);
  }

  @Test
  void a_flood_of_unknown_keys_makes_few_fetches() throws Exception {
    house.admitted(token(FakeIssuer.FIRST));
    for (int i = 0; i < 250; i++) {
      house.refuses(withKey("unknown" + i), "kid");
      pass(Duration.ofMillis(400));
    }

    assertThat(issuer.asked).hasSizeLessThanOrEqualTo(2 * (1 + 100 / 30));
    house.admitted(token(FakeIssuer.FIRST));
  }

  /// What such a token is signed with makes no difference.
  private String withKey(String id) {
    String good = token(FakeIssuer.FIRST);
    var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(id).build();
    return header.toBase64URL() + good.substring(good.indexOf('.'));
  }

  @Test
  void a_key_that_the_issuer_takes_back_is_refused_once_the_keys_are_old() throws Exception {
    String token = token(FakeIssuer.FIRST);
    house.admitted(token);
    issuer.keys = List.of(FakeIssuer.SECOND);
    pass(KeptAnswer.FRESH);
    house.admitted(token);
    pass(Duration.ofSeconds(1));

    house.refuses(token, "kid");
  }

  @Test
  void while_the_issuer_is_away_its_last_keys_are_good_for_a_day() throws Exception {
    String token = token(FakeIssuer.FIRST);
    house.admitted(token);
    issuer.away = true;
    for (int minute = 0; minute < 24 * 60; minute++) {
      house.admitted(token);
      pass(Duration.ofMinutes(1));
    }
    house.admitted(token);
    pass(Duration.ofSeconds(1));

    assertThat(house.show(token)).isEqualTo(new Authentication.Undecided());
    issuer.away = false;
    pass(KeptAnswer.PAUSE);
    house.admitted(token);
  }

  @Test
  void an_issuer_that_is_not_there_yet_is_asked_again_after_a_pause() throws Exception {
    issuer.away = true;
    String token = token(FakeIssuer.FIRST);
    for (int i = 0; i < 100; i++) {
      assertThat(house.show(token)).isEqualTo(new Authentication.Undecided());
    }
    assertThat(issuer.asked).hasSize(1);
    issuer.away = false;
    assertThat(house.show(token)).isEqualTo(new Authentication.Undecided());
    pass(KeptAnswer.PAUSE);

    house.admitted(token);
  }

  @Test
  void a_discovery_document_that_names_another_issuer_is_not_believed() throws Exception {
    for (String other :
        List.of(
            "https://login.test/realms/other", FakeIssuer.NAME + "/", "", "https://evil.test")) {
      issuer.namesItself = other;
      house.open(FakeIssuer.plainRules());
      assertThat(house.show(token(FakeIssuer.FIRST))).isEqualTo(new Authentication.Undecided());
    }
    assertThat(issuer.asked).noneMatch(url -> url.endsWith("/keys"));
  }

  @Test
  void keys_are_not_fetched_over_plain_http_or_from_what_is_no_url() throws Exception {
    for (String place : List.of("http://login.test/keys", "file:///etc/keys", "", "a b")) {
      issuer.keySet = place;
      house.open(FakeIssuer.plainRules());
      assertThat(house.show(token(FakeIssuer.FIRST))).isEqualTo(new Authentication.Undecided());
    }
    assertThat(issuer.asked).hasSize(4);
  }

  @Test
  void a_set_without_a_usable_key_does_not_replace_a_good_one() throws Exception {
    house.admitted(token(FakeIssuer.FIRST));
    issuer.keys = List.of();
    pass(KeptAnswer.FRESH.plusSeconds(1));

    house.admitted(token(FakeIssuer.FIRST));
  }

  @Test
  void a_token_without_a_key_id_is_tried_with_the_keys_there_are() throws Exception {
    issuer.keys = List.of(FakeIssuer.SECOND, FakeIssuer.FIRST);
    var header = new JWSHeader(JWSAlgorithm.RS256);
    var claims = FakeIssuer.claims(house.house.clock.instant());

    house.admitted(FakeIssuer.token(header, FakeIssuer.FIRST, claims));
    house.refuses(FakeIssuer.token(header, FakeIssuer.rsa("x", 2048), claims), "signature");
  }
}
