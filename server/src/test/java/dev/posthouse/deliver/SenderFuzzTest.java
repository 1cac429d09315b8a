package dev.posthouse.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.Outcome.Answered;
import dev.posthouse.event.Outcome.Unreachable;
import dev.posthouse.testing.ScriptedServer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever bytes come back, they are an outcome and never an exception.
class SenderFuzzTest {
  private static final int ROUNDS = 400;
  private static final List<String> ANSWERS =
      List.of(
          "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nKeep-Alive: timeout=5, max=9\r\n\r\nhello",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n",
          "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 503 No\r\nRetry-After: 1\r\n folded\r\n\r\nbusy");
  private static final String BYTES = "\0\r\n\t :;,=-0159afHT/\u00e9\u00ff";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void any_bytes_are_an_outcome(long seed) throws Exception {
    Random random = new Random(seed);
    try (SenderHouse house = SenderHouse.open();
        ScriptedServer server = new ScriptedServer(peer -> answer(peer, random))) {
      for (int i = 0; i < ROUNDS; i++) {
        Sent sent = house.sender.send(SenderHouse.within(Duration.ofSeconds(5), server.url("/")));
        assertThat(sent.outcome()).isInstanceOfAny(Answered.class, Unreachable.class);
      }
    }
  }

  private static void answer(ScriptedServer.Peer peer, Random random) throws Exception {
    peer.readRequest();
    StringBuilder answer = new StringBuilder(ANSWERS.get(random.nextInt(ANSWERS.size())));
    for (int i = random.nextInt(5); i >= 0; i--) {
      mutate(answer, random);
    }
    peer.write(answer.toString());
  }

  private static void mutate(StringBuilder answer, Random random) {
    int at = random.nextInt(answer.length());
    char any = BYTES.charAt(random.nextInt(BYTES.length()));
    switch (random.nextInt(4)) {
      case 0 -> answer.setCharAt(at, any);
      case 1 -> answer.insert(at, any);
      case 2 -> answer.deleteCharAt(at).append(' ');
      default -> answer.insert(at, answer.substring(at / 2, at));
    }
  }
}
