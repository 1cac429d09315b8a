package dev.posthouse.web;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// A connection as the HTTP engine sees it, but for reading and writing, which go through an
/// [Inlet].
final class BoundContext implements ConnectionContext {
  private final ConnectionContext context;
  private final DataReader reader;
  private final DataWriter writer;

  /// The engine makes a new one whenever it is asked.
  private @Nullable PeerInfo remotePeer;

  BoundContext(ConnectionContext context, Inlet inlet) {
    this.context = context;
    this.reader = new BoundReader(inlet);
    this.writer = new BoundWriter(inlet, context);
  }

  /// The engine hands an answer over in one piece or few.
  private record BoundWriter(Inlet inlet, ConnectionContext context) implements DataWriter {
    @Override
    public void write(BufferData... buffers) {
      inlet.write(bytes(buffers), () -> context.dataWriter().write(buffers));
    }

    @Override
    public void write(BufferData buffer) {
      inlet.write(buffer.available(), () -> context.dataWriter().write(buffer));
    }

    @Override
    public void writeNow(BufferData... buffers) {
      inlet.write(bytes(buffers), () -> context.dataWriter().writeNow(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
      inlet.write(buffer.available(), () -> context.dataWriter().writeNow(buffer));
    }

    @Override
    public void flush() {
      inlet.write(0, () -> context.dataWriter().flush());
    }

    private static int bytes(BufferData... buffers) {
      return Arrays.stream(buffers).mapToInt(BufferData::available).sum();
    }
  }

  @Override
  public DataReader dataReader() {
    return reader;
  }

  @Override
  public DataWriter dataWriter() {
    return writer;
  }

  @Override
  public ListenerContext listenerContext() {
    return context.listenerContext();
  }

  @Override
  public ExecutorService executor() {
    return context.executor();
  }

  @Override
  public Router router() {
    return context.router();
  }

  @Override
  public Optional<ProxyProtocolData> proxyProtocolData() {
    return context.proxyProtocolData();
  }

  @Override
  public HelidonSocket serverSocket() {
    return context.serverSocket();
  }

  @Override
  public PeerInfo remotePeer() {
    if (remotePeer == null) {
      remotePeer = context.remotePeer();
    }
    return remotePeer;
  }

  @Override
  public PeerInfo localPeer() {
    return context.localPeer();
  }

  @Override
  public boolean isSecure() {
    return context.isSecure();
  }

  @Override
  public String socketId() {
    return context.socketId();
  }

  @Override
  public String childSocketId() {
    return context.childSocketId();
  }
}
