package dev.posthouse.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

  @ParameterizedTest
  @ValueSource(ints = {24, 25, 32, 63, 64})
  void reads_symmetric_secrets_of_24_to_64_bytes(int length) {
    String text = text("whsec_", length);

    assertThat(SigningSecret.parse(text).reveal()).isEqualTo(text);
    assertThat(VerifyingKey.parse(text)).isEqualTo(SigningSecret.parse(text).verifyingKey());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 23, 65, 1000})
  void refuses_symmetric_secrets_of_other_lengths(int length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningSecret.parse(text("whsec_", length)))
        .withMessageContaining("has " + length + " bytes")
        .withMessageContaining("24 to 64");
  }

  @Test
  void generates_symmetric_secrets_of_32_bytes_from_the_random_it_is_given() {
    SymmetricSecret secret = SymmetricSecret.generate(new Counting());

    assertThat(secret.reveal())
        .isEqualTo("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
        .isEqualTo(SigningSecret.parse(secret.reveal()).reveal());
  }

  /// RFC 8032, section 7.1, test 1.
  @Test
  void derives_the_public_key_of_a_seed() {
    SigningSecret secret = SigningSecret.parse("whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=");

    assertThat(secret.verifyingKey())
        .hasToString("whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
  }

  @Test
  void reads_a_secret_key_with_and_without_its_public_half() {
    byte[] both = Base64.getDecoder().decode(Vectors.SECRET_KEY.substring("whsk_".length()));
    String seed = "whsk_" + Base64.getEncoder().encodeToString(Arrays.copyOf(both, 32));

    assertThat(SigningSecret.parse(seed)).isEqualTo(SigningSecret.parse(Vectors.SECRET_KEY));
    assertThat(SigningSecret.parse(seed).reveal()).isEqualTo(Vectors.SECRET_KEY);
    assertThat(SigningSecret.parse(seed).verifyingKey())
        .isEqualTo(VerifyingKey.parse(Vectors.PUBLIC_KEY));
  }

  @Test
  void generates_secret_keys_from_the_random_it_is_given() {
    Ed25519SecretKey key = Ed25519SecretKey.generate(new Counting());

    assertThat(key.reveal()).startsWith("whsk_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh");
    assertThat(SigningSecret.parse(key.reveal())).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 63, 65})
  void refuses_secret_keys_of_other_lengths(int length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningSecret.parse(text("whsk_", length)))
        .withMessageContaining("has " + length + " bytes")
        .withMessageContaining("32 bytes");
  }

  @Test
  void refuses_a_secret_key_whose_halves_do_not_belong_together() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningSecret.parse(text("whsk_", 64)))
        .withMessageContaining("not the public key of the first 32");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 64})
  void refuses_public_keys_of_other_lengths(int length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VerifyingKey.parse(text("whpk_", length)))
        .withMessageContaining("has " + length + " bytes");
  }

  /// 2 is no y of a point (RFC 8032, section 5.1.3).
  @Test
  void refuses_a_public_key_that_is_no_point_of_the_curve() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VerifyingKey.parse("whpk_AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
  }

  @ParameterizedTest
  @CsvSource({
    "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=, whsk_",
    "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSv, whsec_",
    "'', whsec_",
    "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSv, whsec_",
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS-, standard base64",
    "'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSv ', standard base64",
    "whsk_not/base64!, standard base64",
  })
  void names_the_right_form_of_a_signing_secret(String text, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningSecret.parse(text))
        .withMessageContaining(named);
  }

  @ParameterizedTest
  @CsvSource({
    "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbc=, whpk_",
    "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSv, whpk_",
    "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir-, standard base64",
  })
  void names_the_right_form_of_a_verifying_key(String text, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VerifyingKey.parse(text))
        .withMessageContaining(named);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c2VjcmV0c2VjcmV0",
        "whsec_c2VjcmV0c2VjcmV0",
        "whsec_c2VjcmV0c2VjcmV0-",
        "whsk_c2VjcmV0c2VjcmV0",
        "whsk_c2VjcmV0c2VjcmV0\u00e9"
      })
  void never_repeats_a_secret_in_an_error(String text) {
    StringWriter trace = new StringWriter();
    catchThrowable(() -> SigningSecret.parse(text)).printStackTrace(new PrintWriter(trace));
    catchThrowable(() -> VerifyingKey.parse(text)).printStackTrace(new PrintWriter(trace));

    assertThat(trace.toString()).contains("Exception").doesNotContain("c2VjcmV0", "secret secret");
  }

  @Test
  void prints_secrets_as_stars_and_public_keys_as_they_are() {
    assertThat(SigningSecret.parse(Vectors.SECRET)).hasToString("***");
    assertThat(SigningSecret.parse(Vectors.SECRET_KEY)).hasToString("***");
    assertThat(VerifyingKey.parse(Vectors.PUBLIC_KEY)).hasToString(Vectors.PUBLIC_KEY);
  }

  private static String text(String prefix, int length) {
    byte[] key = new byte[length];
    new Counting().nextBytes(key);
    return prefix + Base64.getEncoder().encodeToString(key);
  }

  /// 0, 1, 2 and so on, from the beginning each time.
  private static final class Counting extends SecureRandom {
    @Override
    public void nextBytes(byte[] bytes) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) i;
      }
    }
  }
}
