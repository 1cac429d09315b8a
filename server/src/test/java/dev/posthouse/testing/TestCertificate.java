package dev.posthouse.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/// A certificate with its key, made by the JDK's `keytool`, valid for 30 days.
///
/// @param pem the certificate, and whose that signed it
/// @param key the private key in PEM
public record TestCertificate(Path store, String pem, String key) {
  public static final String PASSWORD = "changeit";
  private static final String ALIAS = "it";
  private static final String AUTHORITY = "authority";

  /// Signed by itself.
  public static TestCertificate make(Path folder, String name, String extension, String from)
      throws IOException, InterruptedException {
    Path store = folder.resolve(name + ".p12");
    keytool(store, generation(ALIAS, name, extension, from));
    return read(store);
  }

  /// Signed by itself, to sign others.
  public static TestCertificate authority(Path folder, String name)
      throws IOException, InterruptedException {
    return make(folder, name, "bc:c", "-10d");
  }

  /// Signed by this authority.
  public TestCertificate issue(String name, String extension, String from)
      throws IOException, InterruptedException {
    Path issued = Files.copy(store, store.resolveSibling(name + ".p12"));
    keytool(issued, List.of("-changealias", "-alias", ALIAS, "-destalias", AUTHORITY));
    var command = new ArrayList<>(generation(ALIAS, name, extension, from));
    command.addAll(List.of("-signer", AUTHORITY));
    keytool(issued, command);
    keytool(issued, List.of("-delete", "-alias", AUTHORITY));
    return read(issued);
  }

  private static List<String> generation(String alias, String name, String extension, String from) {
    return List.of(
        "-genkeypair",
        "-alias",
        alias,
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-ext",
        extension,
        "-startdate",
        from,
        "-validity",
        "30");
  }

  private static void keytool(Path store, List<String> arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed: " + output);
    }
  }

  private static TestCertificate read(Path store) throws IOException {
    try {
      KeyStore keys = keys(store);
      var pem = new StringBuilder();
      for (Certificate certificate : keys.getCertificateChain(ALIAS)) {
        pem.append(pem("CERTIFICATE", certificate.getEncoded()));
      }
      byte[] key = keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
      return new TestCertificate(store, pem.toString(), pem("PRIVATE KEY", key));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static String pem(String kind, byte[] encoded) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, Base64.getMimeEncoder().encodeToString(encoded), kind);
  }

  private static KeyStore keys(Path store) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      return keys;
    }
  }

  public ServerSocketFactory sockets() throws IOException {
    return context().getServerSocketFactory();
  }

  /// Sockets that talk only to those who show the certificate of `client`.
  public ServerSocketFactory socketsFor(TestCertificate client) throws IOException {
    return new AskingSockets(context(client).getServerSocketFactory());
  }

  public SSLContext context() throws IOException {
    return context(this);
  }

  /// @param trusted whose certificate the other side may show
  private SSLContext context(TestCertificate trusted) throws IOException {
    try {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys(store), PASSWORD.toCharArray());
      KeyStore believed = KeyStore.getInstance("PKCS12");
      believed.load(null, null);
      believed.setCertificateEntry(ALIAS, keys(trusted.store).getCertificate(ALIAS));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(believed);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /// Asks each client for a certificate.
  private static final class AskingSockets extends ServerSocketFactory {
    private final ServerSocketFactory sockets;

    AskingSockets(ServerSocketFactory sockets) {
      this.sockets = sockets;
    }

    private static ServerSocket asking(ServerSocket socket) {
      ((SSLServerSocket) socket).setNeedClientAuth(true);
      return socket;
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
      return asking(sockets.createServerSocket(port));
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
      return asking(sockets.createServerSocket(port, backlog));
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
        throws IOException {
      return asking(sockets.createServerSocket(port, backlog, address));
    }
  }
}
