package dev.posthouse.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
final class VaultTest {
  private static final String HEX =
      "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

  @TempDir Path folder;
  private final SecureRandom random = new SecureRandom();
  private final RingKey key = RingKey.make(random);

  private Vault vault(RingKey... keys) {
    return new Vault(new KeyRing(List.of(keys)), Vault.Source.FILE, new KeyFile(folder), random);
  }

  @Test
  void decrypts_what_it_encrypted_and_never_encrypts_twice_alike() {
    byte[] sealed = vault(key).encrypt(key, "令牌", "ep_1");

    assertThat(vault(key).decrypt(sealed, "ep_1")).isEqualTo("令牌");
    assertThat(vault(RingKey.make(random), key).decrypt(sealed, "ep_1")).isEqualTo("令牌");
    assertThat(vault(key).encrypt(key, "令牌", "ep_1")).isNotEqualTo(sealed);
  }

  @Test
  void refuses_a_swapped_row_and_one_whose_key_is_missing() {
    byte[] sealed = vault(key).encrypt(key, "x", "ep_1");

    assertThatThrownBy(() -> vault(key).decrypt(sealed, "ep_2")).isInstanceOf(VaultLocked.class);
    assertThatThrownBy(() -> vault(RingKey.make(random)).decrypt(sealed, "ep_1"))
        .isInstanceOf(VaultLocked.class);
    assertThatThrownBy(() -> vault(key).decrypt(new byte[3], "ep_1"))
        .isInstanceOf(VaultLocked.class);
  }

  @Test
  void refuses_a_row_of_which_a_single_bit_was_changed() {
    byte[] sealed = vault(key).encrypt(key, "x", "ep_1");

    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> vault(key).decrypt(changed, "ep_1")).isInstanceOf(VaultLocked.class);
    }
  }

  @Test
  void keeps_its_ring_in_a_file_that_only_its_owner_reads() throws IOException {
    var file = new KeyFile(folder);
    var ring = new KeyRing(List.of(key, RingKey.make(random)));

    file.write(ring);

    assertThat(file.read()).contains(ring);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
    assertThat(ring.toString() + key).doesNotContain(key.reveal()).contains(key.id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        HEX,
        "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F\n"
      })
  void reads_a_key_in_base64_or_hex(String text) {
    KeyRing ring = KeyRing.parse(text, "here");

    assertThat(ring.keys()).hasSize(1);
    assertThat(ring.current().reveal()).isEqualTo("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
  }

  @Test
  void reads_several_keys_the_current_one_first() {
    RingKey old = RingKey.make(random);
    String text = " " + key.reveal() + ", " + old.reveal() + "\n" + key.reveal();

    assertThat(KeyRing.parse(text, "here").keys()).containsExactly(key, old);
    assertThatThrownBy(() -> KeyRing.parse(many(KeyRing.MOST + 1), "here"))
        .isInstanceOf(VaultLocked.class)
        .hasMessageContaining("at most " + KeyRing.MOST);
    assertThat(KeyRing.parse(many(KeyRing.MOST), "here").keys()).hasSize(KeyRing.MOST);
  }

  private String many(int count) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(RingKey.make(random).reveal()).append(' ');
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret", "AAECAwQF", "不是", HEX + ",secret"})
  void refuses_a_key_of_another_form_without_repeating_it(String text) {
    assertThatThrownBy(() -> KeyRing.parse(text, Vault.VARIABLE))
        .isInstanceOf(VaultLocked.class)
        .hasMessage(
            "POSTHOUSE_SECRET_KEY must be 32 bytes in base64 or hex, such as `openssl rand -base64"
                + " 32` prints");
  }
}
