package dev.posthouse.oauth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.access.Secret;
import dev.posthouse.access.Vault;
import dev.posthouse.event.EndpointId;
import dev.posthouse.net.Cidr;
import dev.posthouse.oauth.TokenSource.Grant;
import dev.posthouse.oauth.Tokens.Had;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SteppedLedger;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tokens for receivers, on a real database.
@NullMarked
abstract class WalletContract {
  private static final EndpointId ERP = new EndpointId(7);
  private static final String TOKENS = "oauth_token";
  private static final String RENAME = "alter table %s rename to %s";
  private static final EndpointId SHOP = new EndpointId(8);
  private static final TokenSource CREDENTIALS = source(new Grant.ClientCredentials(), "read");
  private static final TokenSource REFRESHED =
      source(new Grant.RefreshToken(new Secret("refresh-0")), "");

  @TempDir Path folder;
  private final FakeAuthority authority = new FakeAuthority();
  private SteppedLedger house;
  private Wallet wallet;

  abstract Databases.Kind kind();

  private static TokenSource source(Grant grant, String scope) {
    return new TokenSource(
        URI.create("https://login.test/token"),
        grant,
        new ClientProof.Basic("erp", new Secret("a secret:+")),
        scope,
        Map.of("audience", "https://api.test"),
        Optional.empty());
  }

  @BeforeEach
  void open() {
    house = new SteppedLedger(kind(), folder.resolve("data"));
    start();
  }

  /// As after a restart.
  private void start() {
    var vault = Vault.open(house.ledger, folder, new Secret(""), new SecureRandom());
    wallet =
        new Wallet(new Wallet.Parts(house.ledger, vault, house, authority, house.clock, house.ids));
    wallet.load();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private String token(TokenSource source) throws InterruptedException {
    return token(wallet.token(ERP, source));
  }

  private static String token(Had had) {
    assertThat(had).isInstanceOf(Had.Token.class);
    return ((Had.Token) had).value().reveal();
  }

  private static String none(Had had) {
    assertThat(had).isInstanceOf(Had.None.class);
    return ((Had.None) had).why();
  }

  private String stored() {
    return house.ledger.read(db ->
        db.createQuery("select sealed from oauth_token").mapTo(byte[].class).list().stream()
            .map(sealed -> new String(sealed, ISO_8859_1))
            .reduce("", String::concat));
  }

  @Test
  void a_token_serves_until_it_ends_and_over_a_restart() throws Exception {
    assertThat(token(CREDENTIALS)).isEqualTo("access-1");
    assertThat(token(CREDENTIALS)).isEqualTo("access-1");
    start();
    assertThat(token(CREDENTIALS)).isEqualTo("access-1");
    house.clock.advance(Duration.ofHours(1));

    assertThat(token(CREDENTIALS)).isEqualTo("access-2");
    assertThat(authority.forms).hasSize(2);
    assertThat(authority.forms.getFirst())
        .containsOnly(
            Map.entry("grant_type", "client_credentials"),
            Map.entry("scope", "read"),
            Map.entry("audience", "https://api.test"));
  }

  @Test
  void what_is_stored_is_encrypted_and_belongs_to_its_endpoint() throws Exception {
    token(REFRESHED);

    assertThat(stored()).isNotEmpty().doesNotContain("access-1", "refresh-1", "refresh-0");
    house.await(house.ledger.change(db -> db.execute("update oauth_token set endpoint = 8")));
    start();
    assertThat(token(wallet.token(SHOP, CREDENTIALS))).isEqualTo("access-2");
  }

  @Test
  void it_is_renewed_in_the_background_before_it_ends() throws Exception {
    token(CREDENTIALS);
    house.clock.advance(Duration.ofMinutes(59));

    assertThat(token(CREDENTIALS)).isEqualTo("access-1");
    assertThat(token(CREDENTIALS)).isEqualTo("access-2");
    assertThat(authority.forms).hasSize(2);
  }

  @Test
  void a_failed_renewal_harms_nobody_before_the_end() throws Exception {
    token(CREDENTIALS);
    house.clock.advance(Duration.ofMinutes(59));
    authority.away = true;
    for (int i = 0; i < 100; i++) {
      assertThat(token(CREDENTIALS)).isEqualTo("access-1");
    }
    assertThat(authority.forms).hasSize(2);
    house.clock.advance(Duration.ofMinutes(1));

    assertThat(none(wallet.token(ERP, CREDENTIALS))).isEqualTo("nobody is at home");
  }

  @Test
  void every_refresh_token_is_stored_before_its_access_token_is_used() throws Exception {
    assertThat(token(REFRESHED)).isEqualTo("access-1");
    house.clock.advance(Duration.ofHours(2));
    start();
    assertThat(token(REFRESHED)).isEqualTo("access-2");
    house.clock.advance(Duration.ofHours(2));
    start();

    assertThat(token(REFRESHED)).isEqualTo("access-3");
    assertThat(authority.forms)
        .extracting(form -> form.get("refresh_token"))
        .containsExactly("refresh-0", "refresh-1", "refresh-2");
  }

  @Test
  void a_refresh_token_that_is_not_replaced_is_shown_again() throws Exception {
    authority.rotates = false;
    token(REFRESHED);
    house.clock.advance(Duration.ofHours(2));
    token(REFRESHED);

    assertThat(authority.forms)
        .extracting(form -> form.get("refresh_token"))
        .containsExactly("refresh-0", "refresh-0");
  }

  @Test
  void another_scope_keeps_the_chain_of_refresh_tokens_and_another_first_one_begins_anew()
      throws Exception {
    token(REFRESHED);
    token(source(new Grant.RefreshToken(new Secret("refresh-0")), "write"));
    authority.refresh = "mine";
    token(source(new Grant.RefreshToken(new Secret("mine")), "write"));

    assertThat(authority.forms)
        .extracting(form -> form.get("refresh_token"))
        .containsExactly("refresh-0", "refresh-1", "mine");
  }

  @Test
  void a_token_that_cannot_be_stored_is_not_used_but_kept_for_the_next_try() throws Exception {
    authority.meanwhile =
        () -> house.await(house.ledger.change(db -> db.execute(RENAME.formatted(TOKENS, "away"))));

    assertThat(none(wallet.token(ERP, REFRESHED))).contains("could not be stored");
    house.clock.advance(Purse.PAUSE);
    while (!house.ledger.writable()) {
      house.ledger.step();
    }
    house.await(house.ledger.change(db -> db.execute(RENAME.formatted("away", TOKENS))));

    assertThat(token(REFRESHED)).isEqualTo("access-1");
    assertThat(authority.forms).hasSize(1);
    assertThat(stored()).isNotEmpty();
  }

  @Test
  void a_refused_token_is_replaced_once_and_not_again_at_once() throws Exception {
    var first = new Secret(token(CREDENTIALS));

    assertThat(token(wallet.instead(ERP, CREDENTIALS, first))).isEqualTo("access-2");
    assertThat(token(wallet.instead(ERP, CREDENTIALS, first))).isEqualTo("access-2");
    var second = new Secret("access-2");
    for (int i = 0; i < 100; i++) {
      assertThat(token(wallet.instead(ERP, CREDENTIALS, second))).isEqualTo("access-2");
    }
    assertThat(authority.forms).hasSize(2);
    house.clock.advance(Purse.PAUSE);
    assertThat(token(wallet.instead(ERP, CREDENTIALS, second))).isEqualTo("access-3");
  }

  @Test
  void a_server_that_says_no_is_left_in_peace_for_a_while_and_not_quoted() throws Exception {
    authority.error = "invalid_client";
    for (int i = 0; i < 1_000; i++) {
      assertThat(none(wallet.token(ERP, CREDENTIALS)))
          .isEqualTo("the authorization server answered 400 invalid_client");
    }
    assertThat(authority.forms).hasSize(1);
    authority.error = "";
    assertThat(token(source(new Grant.ClientCredentials(), "mended"))).isEqualTo("access-2");
    house.clock.advance(Purse.PAUSE);
    assertThat(token(CREDENTIALS)).isEqualTo("access-3");
  }

  @Test
  void a_server_that_asks_for_a_pause_gets_it_and_all_that_was_asked_is_counted() throws Exception {
    authority.error = "slow_down";
    authority.retryAfter = Duration.ofSeconds(60);
    none(wallet.token(ERP, CREDENTIALS));
    house.clock.advance(Duration.ofSeconds(59));
    none(wallet.token(ERP, CREDENTIALS));
    assertThat(authority.forms).hasSize(1);
    house.clock.advance(Duration.ofSeconds(1));
    authority.retryAfter = Duration.ofSeconds(1);
    none(wallet.token(ERP, CREDENTIALS));
    house.clock.advance(Duration.ofSeconds(9));
    none(wallet.token(ERP, CREDENTIALS));
    house.clock.advance(Duration.ofSeconds(1));
    authority.away = true;
    none(wallet.token(ERP, CREDENTIALS));
    house.clock.advance(Purse.PAUSE);
    authority.away = false;
    authority.error = "";

    assertThat(token(CREDENTIALS)).isEqualTo("access-4");
    assertThat(wallet.counts().of(TokenCounts.Result.REFUSED)).isEqualTo(2);
    assertThat(wallet.counts().of(TokenCounts.Result.UNREACHED)).isEqualTo(1);
    assertThat(wallet.counts().of(TokenCounts.Result.OK)).isEqualTo(1);
  }

  @Test
  void what_an_endpoint_may_connect_to_holds_for_its_tokens_too() throws Exception {
    List<Cidr> ranges = List.of(Cidr.parse("192.0.2.0/24"));

    token(CREDENTIALS.within(ranges));

    assertThat(authority.inquiries.getFirst().allowedIps()).isEqualTo(ranges);
    assertThat(token(CREDENTIALS)).isEqualTo("access-1");
  }

  @Test
  void a_token_that_comes_when_its_endpoint_is_gone_is_not_stored() throws Exception {
    authority.meanwhile = () -> wallet.keep(SHOP::equals);

    assertThat(none(wallet.token(ERP, REFRESHED))).contains("wants no token any more");
    house.await(house.ledger.change(db -> 0));
    assertThat(stored()).isEmpty();
  }

  @Test
  void tokens_of_endpoints_that_are_gone_are_forgotten() throws Exception {
    token(CREDENTIALS);
    token(wallet.token(SHOP, CREDENTIALS));
    wallet.keep(SHOP::equals);
    house.await(house.ledger.change(db -> 0));

    start();
    assertThat(token(wallet.token(SHOP, CREDENTIALS))).isEqualTo("access-2");
    assertThat(token(CREDENTIALS)).isEqualTo("access-3");
  }

  @Test
  void many_that_want_one_wait_for_the_one_who_fetches_it() throws Exception {
    var got = new ArrayList<String>();
    var threads = new ArrayList<Thread>();
    try (var crowd = new Crowd(house)) {
      var many = crowd.wallet(folder, authority);
      authority.meanwhile = crowd::awaitWaiters;
      for (int i = 0; i < Crowd.SIZE; i++) {
        threads.add(crowd.start(() -> collect(got, many)));
      }
      crowd.writeUntilDone(threads);
    }

    assertThat(got).hasSize(Crowd.SIZE).containsOnly("access-1");
    assertThat(authority.forms).hasSize(1);
  }

  @Test
  void a_token_that_is_over_at_once_serves_all_who_waited_for_it() throws Exception {
    authority.lifetime = 0;
    var got = new ArrayList<String>();
    var threads = new ArrayList<Thread>();
    try (var crowd = new Crowd(house)) {
      var many = crowd.wallet(folder, authority);
      authority.meanwhile = crowd::awaitWaiters;
      for (int i = 0; i < Crowd.SIZE; i++) {
        threads.add(crowd.start(() -> collect(got, many)));
      }
      crowd.writeUntilDone(threads);
    }

    assertThat(got).hasSize(Crowd.SIZE).containsOnly("access-1");
    assertThat(authority.forms).hasSize(1);
  }

  private static void collect(List<String> got, Wallet wallet) {
    try {
      String token = token(wallet.token(ERP, CREDENTIALS));
      synchronized (got) {
        got.add(token);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
