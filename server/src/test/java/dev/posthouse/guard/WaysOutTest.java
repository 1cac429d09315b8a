package dev.posthouse.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaysOutTest {
  @Test
  void nothing_is_connected_to_but_by_the_guarded_connector() {
    assertThat(Code.classesUnder(Code.SERVER_CLASSES))
        .isNotEmpty()
        .flatExtracting(WaysOut::violations)
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new java.net.Socket()",
        "new java.net.DatagramSocket()",
        "java.net.URI.create(\"http://a\").toURL().openStream()",
        "java.net.URI.create(\"http://a\").toURL().openConnection()",
        "java.net.http.HttpClient.newHttpClient()",
        "java.net.http.HttpClient.newBuilder()",
        "java.net.InetAddress.getByName(\"a\")",
        "java.net.InetAddress.getAllByName(\"a\")",
        "java.nio.channels.SocketChannel.open()",
        "java.nio.channels.AsynchronousSocketChannel.open()",
        "javax.net.ssl.SSLSocketFactory.getDefault()",
        "javax.net.SocketFactory.getDefault()"
      })
  void a_way_around_it_is_caught(String expression) {
    String method = "Object o() throws Exception { return " + expression + "; }";
    assertThat(WaysOut.violations(Sample.inPackage("deliver", method))).hasSize(1);
    assertThat(WaysOut.violations(Sample.inPackage("net", method))).isEmpty();
  }
}
