package dev.posthouse.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.Header;
import dev.posthouse.event.Outcome.Answered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  /// The moment of the examples in RFC 9110, 5.6.7, less ten seconds.
  private static final Instant NOW = Instant.parse("1994-11-06T08:49:27Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1                              | 1
          60                             | 60
          007                            | 7
          3599                           | 3599
          3600                           | 3600
          3601                           | 3600
          99999                          | 3600
          100000                         | 3600
          99999999999999999999999        | 3600
          Sun, 06 Nov 1994 08:49:37 GMT  | 10
          Sun Nov  6 08:49:37 1994       | 10
          Sun, 06 Nov 1994 10:49:37 GMT  | 3600
          """)
  void waits_as_long_as_it_is_asked_but_an_hour_at_most(String text, long seconds) {
    assertThat(read(text)).hasValue(NOW.plus(Duration.ofSeconds(seconds)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-5",
        "1.5",
        "1e3",
        "soon",
        "60 s",
        "٣٠",
        "Sun, 06 Nov 1994 08:49:27 GMT",
        "Sun, 06 Nov 1994 08:00:00 GMT",
        "Sun, 99 Nov 1994 08:49:37 GMT",
        "1994-11-06T08:49:37Z"
      })
  void ignores_garbage_and_what_is_over(String text) {
    assertThat(read(text)).isEmpty();
  }

  private static Optional<Instant> read(String text) {
    var header = new Header("RETRY-AFTER", text);
    return RetryAfter.of(new Answered(503, List.of(header), new byte[0], 0), NOW);
  }
}
