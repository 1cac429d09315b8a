package dev.posthouse.receive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.posthouse.net.Inquiry;
import dev.posthouse.net.KeptAnswer;
import dev.posthouse.net.Reply;
import dev.posthouse.work.Tasks;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// What is fetched from vendors is bounded, whatever sources name.
class KeySetsTest {
  private static final URI SHOP = URI.create("https://shop.test/keys");
  private static final URI BANK = URI.create("https://bank.test/keys");

  private final Queue<Runnable> started = new ArrayDeque<>();
  private byte[] answer = keys();
  private long now;
  private int asked;
  private final KeySets sets = new KeySets(this::ask, new Later(), () -> now);

  private Reply ask(Inquiry inquiry) {
    asked++;
    return new Reply(200, answer);
  }

  /// Runs what was started when it is told to.
  private final class Later implements Tasks {
    @Override
    public void start(String name, Runnable task) {
      started.add(task);
    }

    @Override
    public <T> T await(CompletableFuture<T> result) {
      return result.join();
    }
  }

  private void run() {
    while (!started.isEmpty()) {
      started.remove().run();
    }
  }

  private static byte[] keys() {
    try {
      var key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
      return new JWKSet(key).toString().getBytes(UTF_8);
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void keys_are_fetched_once_for_all_who_want_them() {
    assertThat(sets.known(SHOP)).isEmpty();
    assertThat(sets.known(SHOP)).isEmpty();
    run();

    assertThat(sets.known(SHOP)).hasValue(new String(answer, UTF_8));
    assertThat(asked).isEqualTo(1);
    assertThat(sets.renew(SHOP)).isFalse();
    now += KeptAnswer.PAUSE.toNanos();
    assertThat(sets.renew(SHOP)).isTrue();
  }

  @Test
  void who_misses_a_key_is_to_come_again_while_it_is_asked_for_or_none_could_be_had() {
    var _ = sets.known(SHOP);
    run();
    now += KeptAnswer.PAUSE.toNanos();
    assertThat(sets.renew(SHOP)).isTrue();
    assertThat(sets.renew(SHOP)).isTrue();
    answer = "away".getBytes(UTF_8);
    run();
    assertThat(sets.renew(SHOP)).isTrue();
    assertThat(started).isEmpty();

    answer = keys();
    now += KeptAnswer.PAUSE.toNanos();
    assertThat(sets.renew(SHOP)).isTrue();
    run();
    assertThat(sets.renew(SHOP)).isFalse();
    assertThat(asked).isEqualTo(3);
  }

  @Test
  void keys_that_are_the_same_as_before_are_not_taken_for_new_ones() {
    assertThat(sets.number(SHOP)).isZero();
    var _ = sets.known(SHOP);
    run();
    now += KeptAnswer.PAUSE.toNanos();
    var _ = sets.renew(SHOP);
    run();
    assertThat(sets.number(SHOP)).isEqualTo(1);

    answer = keys();
    now += KeptAnswer.PAUSE.toNanos();
    var _ = sets.renew(SHOP);
    run();
    assertThat(sets.number(SHOP)).isEqualTo(2);
    assertThat(asked).isEqualTo(3);
  }

  @Test
  void keys_that_are_the_same_as_before_are_good_for_as_long_as_new_ones() {
    var _ = sets.known(SHOP);
    run();
    now += KeptAnswer.USABLE.toNanos();
    assertThat(sets.known(SHOP)).isPresent();
    run();
    now += KeptAnswer.USABLE.toNanos();
    assertThat(sets.known(SHOP)).isPresent();
  }

  @Test
  void what_comes_for_nobody_any_more_is_not_kept() {
    var _ = sets.known(SHOP);
    var _ = sets.known(BANK);
    sets.keep(List.of(BANK));
    run();

    assertThat(sets.size()).isEqualTo(1);
    assertThat(sets.known(BANK)).isPresent();
  }

  @Test
  void a_set_that_is_longer_than_any_vendors_is_not_kept_and_soon_asked_for_again() {
    answer = new byte[KeySets.MOST_BYTES + 1];
    Arrays.fill(answer, (byte) ' ');
    System.arraycopy(keys(), 0, answer, 0, keys().length);
    var _ = sets.known(SHOP);
    run();

    assertThat(sets.known(SHOP)).isEmpty();
    answer = keys();
    assertThat(sets.known(SHOP)).isEmpty();
    run();
    assertThat(asked).isEqualTo(1);
    now += KeptAnswer.PAUSE.toNanos();
    assertThat(sets.known(SHOP)).isEmpty();
    run();
    assertThat(sets.known(SHOP)).isPresent();
  }
}
