package dev.posthouse.hostile;

import dev.posthouse.testing.ClosedPort;
import dev.posthouse.testing.ScriptedServer;
import dev.posthouse.testing.ScriptedServer.Script;
import dev.posthouse.testing.TestCertificate;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A receiver that does what its [Misbehaviour] says.
///
/// @param url where it is found
/// @param ca what an endpoint may be told to trust
/// @param server absent where nobody listens
record HostileReceiver(
    URI url, Optional<String> ca, Optional<ScriptedServer> server, Deque<Closeable> held)
    implements Closeable {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int FILL_MILLIS = 150;

  /// The certificates of all who speak TLS.
  record Certificates(Map<Place, TestCertificate> byPlace) {
    TestCertificate of(Place place) {
      return Optional.ofNullable(byPlace.get(place)).orElseThrow();
    }

    static Certificates make(Path folder) throws IOException, InterruptedException {
      var of = new EnumMap<Place, TestCertificate>(Place.class);
      var here = TestCertificate.make(folder, "here", "san=ip:127.0.0.1", "-1d");
      of.put(Place.TRUSTED_TLS, here);
      of.put(Place.SELF_SIGNED_TLS, here);
      of.put(Place.OLD_TLS, here);
      of.put(
          Place.EXPIRED_TLS, TestCertificate.make(folder, "expired", "san=ip:127.0.0.1", "-40d"));
      of.put(
          Place.TLS_FOR_ANOTHER_HOST,
          TestCertificate.make(folder, "other", "san=dns:other.example", "-1d"));
      return new Certificates(of);
    }
  }

  static HostileReceiver open(Misbehaviour misbehaviour, Certificates certificates)
      throws IOException {
    return switch (misbehaviour.place) {
      case CLOSED_PORT -> {
        var port = ClosedPort.take();
        yield new HostileReceiver(port.url("/"), Optional.empty(), Optional.empty(), held(port));
      }
      case FULL_BACKLOG -> deaf();
      case HTTP -> serving(misbehaviour.script, "http", Optional.empty());
      case HTTPS_WITHOUT_TLS -> serving(misbehaviour.script, "https", Optional.empty());
      case SELF_SIGNED_TLS, TRUSTED_TLS, EXPIRED_TLS, TLS_FOR_ANOTHER_HOST, OLD_TLS -> {
        TestCertificate certificate = certificates.of(misbehaviour.place);
        boolean trusted =
            misbehaviour.place != Place.SELF_SIGNED_TLS && misbehaviour.place != Place.EXPIRED_TLS;
        yield serving(
            overTls(misbehaviour, certificate.context()),
            "https",
            Optional.of(certificate.pem()).filter(pem -> trusted));
      }
    };
  }

  private static HostileReceiver serving(Script script, String scheme, Optional<String> ca)
      throws IOException {
    var server = new ScriptedServer(script);
    return new HostileReceiver(
        server.url(scheme, "127.0.0.1"), ca, Optional.of(server), held(server));
  }

  private static Script overTls(Misbehaviour misbehaviour, SSLContext context) {
    return peer -> {
      var tls =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(peer.socket, InputStream.nullInputStream(), true);
      if (misbehaviour.place == Place.OLD_TLS) {
        tls.setEnabledProtocols(new String[] {"TLSv1.1"});
      }
      try (tls) {
        misbehaviour.script.run(peer.through(tls));
      }
    };
  }

  /// The kernel answers as many connections as may wait to be accepted; beyond them it is silent.
  private static HostileReceiver deaf() throws IOException {
    var listener = new ServerSocket(0, 1, LOOPBACK);
    Deque<Closeable> held = held(listener);
    boolean full = false;
    while (!full) {
      var filler = new Socket();
      held.add(filler);
      try {
        filler.connect(new InetSocketAddress(LOOPBACK, listener.getLocalPort()), FILL_MILLIS);
      } catch (SocketTimeoutException e) {
        full = true;
      }
    }
    URI url = URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
    return new HostileReceiver(url, Optional.empty(), Optional.empty(), held);
  }

  private static Deque<Closeable> held(Closeable first) {
    var held = new ArrayDeque<Closeable>();
    held.add(first);
    return held;
  }

  int connections() {
    return server.map(ScriptedServer::connections).orElse(0);
  }

  @Override
  public void close() throws IOException {
    for (Closeable each : held) {
      each.close();
    }
  }
}
