package dev.posthouse.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/// A receiver that refuses connections: a loopback port that is taken, so that nobody else gets it,
/// but not listened at.
public final class ClosedPort implements Closeable {
  private final Socket holder = new Socket();

  private ClosedPort() {}

  public static ClosedPort take() {
    ClosedPort port = new ClosedPort();
    try {
      port.holder.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return port;
  }

  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + holder.getLocalPort() + path);
  }

  @Override
  public void close() {
    try {
      holder.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
