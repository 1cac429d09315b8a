package dev.posthouse.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.access.Secret;
import dev.posthouse.access.Vault;
import dev.posthouse.event.EndpointId;
import dev.posthouse.oauth.TokenSource.Grant;
import dev.posthouse.oauth.Tokens.Had;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SteppedLedger;
import dev.posthouse.work.Tasks;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Refresh tokens where several nodes have the same endpoint: a server takes each of them once, and
/// may end the whole chain where one comes again.
@Timeout(60)
abstract class TurnsContract {
  private static final EndpointId ERP = new EndpointId(7);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final TokenSource REFRESHED =
      new TokenSource(
          URI.create("https://login.test/token"),
          new Grant.RefreshToken(new Secret("refresh-0")),
          new ClientProof.Basic("erp", new Secret("secret")),
          "",
          Map.of(),
          Optional.empty());

  @TempDir Path folder;
  private final FakeAuthority authority = new FakeAuthority();
  private SteppedLedger house;
  private Vault vault;
  private int rests;

  abstract Databases.Kind kind();

  @BeforeEach
  void open() {
    house = new SteppedLedger(kind(), folder.resolve("data"));
    vault = Vault.open(house.ledger, folder, new Secret(""), new SecureRandom());
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Wallet node(Tasks tasks) {
    var wallet =
        new Wallet(new Wallet.Parts(house.ledger, vault, tasks, authority, house.clock, house.ids));
    wallet.load();
    return wallet;
  }

  /// One that does this whenever it waits for another.
  private Wallet node(Runnable rest) {
    return node(
        new Tasks() {
          @Override
          public void start(String name, Runnable task) {
            task.run();
          }

          @Override
          public <T> T await(CompletableFuture<T> result) {
            return house.await(result);
          }

          @Override
          public void rest(Duration length) {
            rests++;
            rest.run();
          }
        });
  }

  private static String token(Had had) {
    assertThat(had).isInstanceOf(Had.Token.class);
    return ((Had.Token) had).value().reveal();
  }

  /// Of somebody else.
  private boolean claimed(long turn, Instant now) {
    return house.await(house.ledger.change(db -> HeldRows.claim(db, ERP, turn, now)));
  }

  private int released(long turn) {
    return house.await(house.ledger.change(db -> HeldRows.release(db, ERP, turn)));
  }

  private Instant now() {
    return house.await(house.ledger.change(db -> house.ledger.lease().time(db)));
  }

  @Test
  void two_nodes_that_need_one_at_once_show_the_refresh_token_once() throws Exception {
    var waits = new CountDownLatch(1);
    var nodes = new Threads(waits);
    authority.meanwhile =
        () -> {
          if (authority.forms.size() > 1) {
            waits.countDown();
          }
          await(waits);
        };
    var got = new ArrayList<String>();
    var threads = new ArrayList<Thread>();
    for (Wallet wallet : List.of(node(nodes), node(nodes))) {
      threads.add(Thread.ofVirtual().start(() -> collect(got, wallet)));
    }
    while (threads.stream().anyMatch(Thread::isAlive)) {
      if (house.ledger.step() == 0) {
        Thread.onSpinWait();
      }
    }

    assertThat(got).containsExactly("access-1", "access-1");
    assertThat(authority.forms).hasSize(1);
  }

  /// Nodes whose threads wait for the writer, which is the test's own.
  private record Threads(CountDownLatch waits) implements Tasks {
    @Override
    public void start(String name, Runnable task) {
      var _ = Thread.ofVirtual().start(task);
    }

    @Override
    public <T> T await(CompletableFuture<T> result) {
      return result.join();
    }

    @Override
    public void rest(Duration length) {
      waits.countDown();
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void collect(List<String> got, Wallet wallet) {
    try {
      String token = token(wallet.token(ERP, REFRESHED));
      synchronized (got) {
        got.add(token);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_node_takes_what_another_was_given_since() throws Exception {
    Wallet one = node(() -> {});
    assertThat(token(one.token(ERP, REFRESHED))).isEqualTo("access-1");
    Wallet two = node(() -> {});
    assertThat(token(two.token(ERP, REFRESHED))).isEqualTo("access-1");
    house.clock.advance(Duration.ofHours(2));
    assertThat(token(one.token(ERP, REFRESHED))).isEqualTo("access-2");

    assertThat(token(two.token(ERP, REFRESHED))).isEqualTo("access-2");
    var refused = new Secret("access-2");
    assertThat(token(two.instead(ERP, REFRESHED, refused))).isEqualTo("access-3");
    assertThat(token(one.instead(ERP, REFRESHED, refused))).isEqualTo("access-3");
    assertThat(authority.forms)
        .extracting(form -> form.get("refresh_token"))
        .containsExactly("refresh-0", "refresh-1", "refresh-2");
  }

  @Test
  void what_is_over_already_is_of_use_to_nobody_but_for_its_refresh_token() throws Exception {
    Wallet one = node(() -> {});
    Wallet two = node(() -> {});
    token(one.token(ERP, REFRESHED));
    house.clock.advance(Duration.ofHours(2));

    assertThat(token(two.token(ERP, REFRESHED))).isEqualTo("access-2");
    assertThat(authority.forms.getLast()).containsEntry("refresh_token", "refresh-1");
  }

  @Test
  void who_is_refused_gives_way_to_the_next() throws Exception {
    authority.away = true;
    assertThat(node(() -> {}).token(ERP, REFRESHED)).isInstanceOf(Had.None.class);
    authority.away = false;

    assertThat(token(node(() -> {}).token(ERP, REFRESHED))).isEqualTo("access-2");
    assertThat(rests).isZero();
  }

  @Test
  void a_node_that_died_while_it_asked_keeps_nobody_waiting_for_good() throws Exception {
    assertThat(claimed(1, now())).isTrue();
    Wallet other =
        node(() -> {
          if (rests == 3) {
            var _ =
                house.await(
                    house.ledger.change(db -> db.execute("update oauth_claim set until = 0")));
          }
        });

    assertThat(token(other.token(ERP, REFRESHED))).isEqualTo("access-1");
    assertThat(rests).isEqualTo(3);
  }

  @Test
  void who_waits_in_vain_says_why_and_shows_nothing() throws Exception {
    assertThat(claimed(1, now())).isTrue();

    assertThat(node(() -> {}).token(ERP, REFRESHED))
        .isInstanceOfSatisfying(
            Had.None.class, none -> assertThat(none.why()).contains("another node"));
    assertThat(authority.forms).isEmpty();
  }

  @Test
  void a_turn_lasts_until_it_ends_or_its_time_is_over() {
    Instant over = NOON.plus(HeldRows.LONGEST_TURN);
    assertThat(claimed(1, NOON)).isTrue();
    assertThat(claimed(2, over.minusMillis(1))).isFalse();
    assertThat(claimed(1, NOON)).isTrue();
    assertThat(claimed(2, over)).isTrue();
    assertThat(released(1)).isZero();
    assertThat(claimed(3, over)).isFalse();
    assertThat(released(2)).isEqualTo(1);
    assertThat(claimed(3, over)).isTrue();
  }
}
