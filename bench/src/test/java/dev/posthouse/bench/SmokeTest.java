package dev.posthouse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.bench.generator.Lanes;
import dev.posthouse.bench.part.GeneratorProcess;
import dev.posthouse.bench.part.Latency;
import dev.posthouse.bench.part.ReceiverProcess;
import dev.posthouse.bench.part.Resources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Generator and receiver against each other, with nothing between them.
class SmokeTest {
  private static final int RATE = 500;

  @Test
  void what_the_generator_sends_is_checked_off_at_the_receiver(@TempDir Path folder)
      throws Exception {
    Path event = Files.writeString(folder.resolve("event.json"), Resources.text("event.json"));
    var lanes = new Lanes(List.of(new Lanes.Lane(1, "key", "sales_order.created")));

    try (var receiver = ReceiverProcess.start(folder)) {
      String url = receiver.address() + "/take/0/0";
      var load = new GeneratorProcess.Load(url, event, lanes, RATE, 1, 2, 7, 4);
      try (var generator = GeneratorProcess.start(folder, load)) {
        GeneratorProcess.Done done = generator.done();
        Latency latency = receiver.latency(0);

        assertThat(done.sent()).isEqualTo(3 * RATE);
        assertThat(done.accepted().cardinality()).isEqualTo(3 * RATE);
        assertThat(done.accepted().nextSetBit(0)).isEqualTo(7);
        assertThat(receiver.counts().distinct()).isEqualTo(3 * RATE);
        assertThat(receiver.counts().duplicates()).isZero();
        assertThat(latency.count()).isEqualTo(3 * RATE);
        assertThat(receiver.counts().refused()).isZero();
      }
    }
  }
}
