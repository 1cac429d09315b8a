package dev.posthouse.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.Outcome.Unreachable;
import dev.posthouse.testing.ScriptedServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which versions of TLS are spoken, seen on the wire: the JDK of a test speaks none older than
/// 1.2.
class SenderTlsVersionTest {
  private static final int SUPPORTED_VERSIONS = 43;
  private static final int TLS_1_2 = 0x0303;
  private static final int TLS_1_3 = 0x0304;

  /// A server's hello that picks TLS 1.1 and a suite that the client knows.
  private static final byte[] HELLO_1_1 =
      HexFormat.of()
          .parseHex("160302002a" + "02000026" + "0302" + "5a".repeat(32) + "00" + "c013" + "00");

  private final SenderHouse house = SenderHouse.open();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void offers_1_2_and_1_3_and_nothing_older() throws Exception {
    var offered = new CopyOnWriteArrayList<Integer>();
    try (var server =
        new ScriptedServer(peer -> offered.addAll(versions(peer.socket.getInputStream())))) {
      assertThat(house.send(server.url("https", "127.0.0.1")).outcome())
          .isInstanceOf(Unreachable.class);
      assertThat(offered).containsExactlyInAnyOrder(TLS_1_3, TLS_1_2);
    }
  }

  @Test
  void hangs_up_on_a_server_that_picks_1_1() throws Exception {
    try (var server =
        new ScriptedServer(peer -> {
          versions(peer.socket.getInputStream());
          peer.socket.getOutputStream().write(HELLO_1_1);
          peer.awaitClose();
        })) {
      assertThat(house.send(server.url("https", "127.0.0.1")).outcome().detail())
          .startsWith("TLS with 127.0.0.1 failed: ")
          .contains("protocol version TLS11");
    }
  }

  /// What the extension `supported_versions` of a client's hello lists (RFC 8446, 4.1.2, 4.2.1).
  private static List<Integer> versions(InputStream in) throws IOException {
    var header = ByteBuffer.wrap(in.readNBytes(5));
    var hello = ByteBuffer.wrap(in.readNBytes(header.getShort(3)));
    hello.position(4 + 2 + 32);
    skip(hello, hello.get() & 0xff);
    skip(hello, hello.getShort());
    skip(hello, hello.get());
    hello.getShort();
    while (hello.hasRemaining()) {
      int type = hello.getShort();
      ByteBuffer extension = hello.slice(hello.position() + 2, hello.getShort());
      skip(hello, extension.remaining());
      if (type == SUPPORTED_VERSIONS) {
        extension.get();
        var versions = new ArrayList<Integer>();
        while (extension.hasRemaining()) {
          versions.add((int) extension.getShort());
        }
        return versions;
      }
    }
    return List.of();
  }

  private static void skip(ByteBuffer buffer, int bytes) {
    buffer.position(buffer.position() + bytes);
  }
}
