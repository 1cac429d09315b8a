package dev.posthouse.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
final class VaultTest {
  private final SecureRandom random = new SecureRandom();
  private final Vault vault = new Vault(new byte[32], random);

  @Test
  void decrypts_what_it_encrypted_and_never_encrypts_twice_alike() {
    byte[] sealed = vault.encrypt("令牌", "ep_1");
    assertThat(vault.decrypt(sealed, "ep_1")).isEqualTo("令牌");
    assertThat(vault.encrypt("令牌", "ep_1")).isNotEqualTo(sealed);
  }

  @Test
  void refuses_a_swapped_a_changed_and_a_foreign_row() {
    byte[] sealed = vault.encrypt("x", "ep_1");
    assertThatThrownBy(() -> vault.decrypt(sealed, "ep_2")).isInstanceOf(VaultLocked.class);
    byte[] otherKey = new byte[32];
    otherKey[0] = 1;
    var other = new Vault(otherKey, random);
    assertThatThrownBy(() -> other.decrypt(sealed, "ep_1")).isInstanceOf(VaultLocked.class);
    sealed[sealed.length - 1] ^= 1;
    assertThatThrownBy(() -> vault.decrypt(sealed, "ep_1")).isInstanceOf(VaultLocked.class);
    assertThatThrownBy(() -> vault.decrypt(new byte[3], "ep_1")).isInstanceOf(VaultLocked.class);
  }

  @Test
  void makes_a_key_file_that_only_its_owner_reads(@TempDir Path folder) throws IOException {
    byte[] key = VaultKey.make(folder, random);
    assertThat(VaultKey.read(folder)).hasValueSatisfying(k -> assertThat(k).isEqualTo(key));
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve(VaultKey.FILE))))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F\n"
      })
  void reads_a_key_in_base64_or_hex(String text) {
    assertThat(VaultKey.parse(text, "here")).hasSize(32).startsWith(0, 1, 2).endsWith(30, 31);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret", "AAECAwQF", "不是"})
  void refuses_a_key_of_another_form_without_repeating_it(String text) {
    assertThatThrownBy(() -> VaultKey.parse(text, "POSTHOUSE_SECRET_KEY"))
        .isInstanceOf(VaultLocked.class)
        .hasMessageContaining("POSTHOUSE_SECRET_KEY must be 32 bytes");
  }
}
