package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignerTest {
  private static final SigningSecret SECRET = SigningSecret.parse(Vectors.SECRET);

  @ParameterizedTest
  @CsvSource({
    Vectors.SECRET + "," + "'" + Vectors.V1 + "'",
    Vectors.SECRET_KEY + ",'" + Vectors.V1A + "'"
  })
  void signs_the_fixed_vectors(String secret, String signature) {
    Signer signer = Signer.of(SigningSecret.parse(secret));

    assertThat(signer.sign(Vectors.ID, Vectors.TIMESTAMP, Vectors.BODY)).isEqualTo(signature);
  }

  @Test
  void signs_with_every_secret_in_the_order_given() {
    Signer signer = Signer.of(SECRET, SigningSecret.parse(Vectors.SECRET_KEY));

    assertThat(signer.sign(Vectors.ID, Vectors.TIMESTAMP, Vectors.BODY))
        .isEqualTo(Vectors.V1 + " " + Vectors.V1A);
  }

  @Test
  void signs_a_body_in_parts_as_the_whole() {
    Signer signer = Signer.of(SECRET, SigningSecret.parse(Vectors.SECRET_KEY));
    byte[][] parts = {"{\"te".getBytes(UTF_8), new byte[0], "st\": 2432232314}".getBytes(UTF_8)};

    assertThat(signer.sign(Vectors.ID, Vectors.TIMESTAMP, parts))
        .isEqualTo(signer.sign(Vectors.ID, Vectors.TIMESTAMP, Vectors.BODY));
  }

  @Test
  void signs_an_empty_body() {
    Signer signer = Signer.of(SECRET);

    assertThat(signer.sign("a", 0)).isEqualTo(signer.sign("a", 0, new byte[0])).startsWith("v1,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", ".", "a b", "a\nb", "a\r\nx: y", "caf\u00e9", "a\u007f"})
  void refuses_ids_that_cannot_be_signed(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Signer.of(SECRET).sign(id, 1, Vectors.BODY))
        .withMessageContaining("without a full stop")
        .withMessageNotContaining("\n");
  }

  @Test
  void refuses_a_time_before_1970() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Signer.of(SECRET).sign("a", -1, Vectors.BODY));
  }

  @Test
  void has_at_least_one_secret_and_no_more_than_a_verifier_looks_at() {
    assertThatIllegalArgumentException().isThrownBy(() -> Signer.of(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Signer.of(Collections.nCopies(33, SECRET)));

    assertThat(Signer.of(Collections.nCopies(32, SECRET)).sign("a", 1).split(" ")).hasSize(32);
  }

  @Test
  void signs_for_many_threads_at_once() {
    Signer signer = Signer.of(SECRET, SigningSecret.parse(Vectors.SECRET_KEY));

    List<String> signatures =
        IntStream.range(0, 2_000)
            .parallel()
            .mapToObj(i -> signer.sign(Vectors.ID, Vectors.TIMESTAMP, Vectors.BODY))
            .distinct()
            .toList();

    assertThat(signatures).containsExactly(Vectors.V1 + " " + Vectors.V1A);
  }
}
