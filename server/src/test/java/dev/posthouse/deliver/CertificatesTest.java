package dev.posthouse.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Tls;
import dev.posthouse.deliver.Certificates.Side;
import dev.posthouse.testing.SettableClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificatesTest {
  private final SettableClock clock = new SettableClock();
  private final Endpoint endpoint = Samples.endpoint(1);
  private Optional<Instant> shown = Optional.empty();
  private final Certificates certificates =
      new Certificates(new Receiver(), () -> List.of(endpoint), clock);

  /// Shows a certificate that ends when the test says.
  private final class Receiver implements Sender {
    @Override
    public Sent send(Request request) {
      throw new AssertionError("nothing is sent");
    }

    @Override
    public Optional<Instant> certificateExpires(URI url) {
      return shown;
    }
  }

  @Test
  void what_no_receiver_has_shown_yet_does_not_end() {
    assertThat(certificates.expires(endpoint, Side.RECEIVER)).isEmpty();
    assertThat(certificates.expires(endpoint, Side.CLIENT)).isEmpty();
    assertThat(certificates.ending(Side.RECEIVER)).isZero();
  }

  @Test
  void a_receivers_certificate_counts_from_two_weeks_before_its_end() {
    Instant end = clock.instant().plus(Tls.SOON);
    shown = Optional.of(end);
    assertThat(certificates.ending(Side.RECEIVER)).isZero();

    clock.advance(Duration.ofMillis(1));
    assertThat(certificates.ending(Side.RECEIVER)).isEqualTo(1);
    assertThat(certificates.ending(Side.CLIENT)).isZero();
    assertThat(certificates.expires(endpoint, Side.RECEIVER)).contains(end);

    clock.advance(Tls.SOON.plusDays(1));
    assertThat(certificates.ending(Side.RECEIVER)).isEqualTo(1);
  }
}
