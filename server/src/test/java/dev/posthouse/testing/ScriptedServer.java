package dev.posthouse.testing;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/// A receiver on a loopback socket that does to each connection what its script says.
public final class ScriptedServer implements Closeable {
  public interface Script {
    void run(Peer peer) throws Exception;
  }

  private final ServerSocket listener;
  private final Script script;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();

  public ScriptedServer(Script script) throws IOException {
    this(ServerSocketFactory.getDefault(), script);
  }

  public ScriptedServer(ServerSocketFactory sockets, Script script) throws IOException {
    this.listener = sockets.createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    this.script = script;
    Thread.ofVirtual().start(this::accept);
  }

  /// Answers each request of a connection with `answer`.
  public static ScriptedServer answering(String answer) throws IOException {
    return new ScriptedServer(peer -> answerAll(peer, answer));
  }

  public static void answerAll(Peer peer, String answer) throws IOException {
    while (peer.readRequest()) {
      peer.write(answer);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        connections.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      script.run(new Peer(socket, requests));
    } catch (Exception e) {
      // the client has gone, which may be what the test wants
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  public URI url(String scheme, String host) {
    return URI.create(scheme + "://" + host + ":" + port() + "/");
  }

  public List<String> requests() {
    return requests;
  }

  public int connections() {
    return connections.size();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : connections) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One connection, seen from the receiver.
  public static final class Peer {
    private static final int MOMENT = 100;

    private final InputStream in;
    private final OutputStream out;
    private final List<String> requests;
    private final Socket raw;
    public final Socket socket;
    private String request = "";

    Peer(Socket socket, List<String> requests) throws IOException {
      this(socket, socket, requests);
    }

    private Peer(Socket raw, Socket socket, List<String> requests) throws IOException {
      this.raw = raw;
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
      this.out = socket.getOutputStream();
      this.requests = requests;
    }

    /// The same connection, spoken to through another layer.
    public Peer through(Socket layer) throws IOException {
      return new Peer(raw, layer, requests);
    }

    public void write(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    /// Reads a request with its body; false when there is none any more.
    public boolean readRequest() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int read = in.read();
        if (read < 0) {
          return false;
        }
        head.append((char) read);
      }
      byte[] body = in.readNBytes(length(head.toString()));
      request = head + new String(body, StandardCharsets.UTF_8);
      requests.add(request);
      return true;
    }

    /// The last request that was read.
    public String request() {
      return request;
    }

    private static int length(String head) {
      return head.toLowerCase(Locale.ROOT)
          .lines()
          .filter(line -> line.startsWith("content-length:"))
          .map(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
          .findFirst()
          .orElse(0);
    }

    /// Drops the connection and what is under way on it.
    public void reset() throws IOException {
      raw.setSoLinger(true, 0);
      raw.close();
    }

    /// Ends the connection without a word of the layer above it.
    public void cut() throws IOException {
      raw.close();
    }

    /// Lets a moment pass, in which the client should say nothing.
    public void pause() throws IOException {
      socket.setSoTimeout(MOMENT);
      try {
        in.mark(1);
        in.read();
        in.reset();
      } catch (SocketTimeoutException e) {
        // nothing came, as it should
      }
      socket.setSoTimeout(0);
    }

    /// Blocks until the client has closed the connection.
    public void awaitClose() throws IOException {
      while (in.read() >= 0) {
        // what it sends does not matter
      }
    }

    /// Writes `text` again and again, with a short wait between, until the client closes.
    public void drip(String text) throws Exception {
      socket.setSoTimeout(20);
      while (true) {
        write(text);
        try {
          in.read();
        } catch (SocketTimeoutException e) {
          // nothing came, as it should
        }
      }
    }
  }
}
