package dev.posthouse.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Clients that connect and do not get on: one in four says nothing, one half a request line, one
/// half a head, one half a body. A process of its own, because of the limit of open files.
final class Crowd implements AutoCloseable {
  /// In turn.
  private static final List<String> BEGINNINGS =
      List.of(
          "",
          "POST /v1/ev",
          "POST /v1/events HTTP/1.1\r\nHost: x\r\n",
          "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer all\r\n"
              + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"type\":");

  private final Process process;
  private final BufferedReader said;

  /// Returns when all are connected.
  ///
  /// @param size how many, a multiple of four
  Crowd(int port, int size) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                Path.of(Crowd.class.getProtectionDomain().getCodeSource().getLocation().getPath())
                    .toString(),
                Crowd.class.getName(),
                Integer.toString(port),
                Integer.toString(size))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    said = new BufferedReader(new InputStreamReader(process.getInputStream(), ISO_8859_1));
    said.readLine();
  }

  /// How many were told, before they were closed, that they are too slow. Returns when all are
  /// closed.
  int timedOut() throws IOException {
    process.getOutputStream().close();
    String line = said.readLine();
    if (line == null) {
      throw new IOException("the crowd has gone");
    }
    return Integer.parseInt(line);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /// @param args port, size
  public static void main(String[] args) throws IOException {
    var clients = new ArrayList<Socket>();
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      var client = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
      client.getOutputStream().write(BEGINNINGS.get(i % BEGINNINGS.size()).getBytes(ISO_8859_1));
      clients.add(client);
    }
    System.out.println("connected");
    var _ = System.in.read();
    int timedOut = 0;
    for (Socket client : clients) {
      timedOut += answer(client).startsWith("HTTP/1.1 408 ") ? 1 : 0;
    }
    System.out.println(timedOut);
  }

  private static String answer(Socket client) throws IOException {
    try (client) {
      return new String(client.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (SocketException reset) {
      return "";
    }
  }
}
