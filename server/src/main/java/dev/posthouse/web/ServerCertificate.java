package dev.posthouse.web;

import dev.posthouse.config.Tls;
import dev.posthouse.net.CertifiedKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's certificate and key, as their files have them: when these change, new connections
/// get the new ones, and those that are open stay. Files that cannot be used change nothing and are
/// warned of once.
public final class ServerCertificate {
  private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final Path certificate;
  private final Path key;
  private final InstantSource clock;
  private final ChangingKey changing;
  private final ReentrantLock stepping = new ReentrantLock();
  private volatile Instant expires;
  // Guarded by stepping.
  private List<Stamp> seen;
  private Warned warned = new Warned(Instant.MAX, false);

  private ServerCertificate(
      Path certificate, Path key, InstantSource clock, List<Stamp> seen, CertifiedKey first) {
    this.certificate = certificate;
    this.key = key;
    this.clock = clock;
    this.seen = seen;
    this.changing = new ChangingKey(first.keyManager());
    this.expires = first.expires();
  }

  /// An end that was warned of: before it, and when it had come.
  private record Warned(Instant end, boolean ended) {}

  /// What tells one state of a file from another; all empty for one that is not there.
  private record Stamp(@Nullable FileTime modified, long size, @Nullable Object file) {
    static Stamp of(Path path) {
      try {
        var now = Files.readAttributes(path, BasicFileAttributes.class);
        return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
      } catch (IOException e) {
        return new Stamp(null, 0, null);
      }
    }
  }

  /// Both in PEM, the key as unencrypted PKCS #8.
  ///
  /// @throws IllegalArgumentException that names the files and what is wrong with them
  public static ServerCertificate read(Path certificate, Path key, InstantSource clock) {
    List<Stamp> seen = stamps(certificate, key);
    return new ServerCertificate(certificate, key, clock, seen, pair(certificate, key));
  }

  private static List<Stamp> stamps(Path certificate, Path key) {
    return Stream.of(certificate, key).map(Stamp::of).toList();
  }

  private static CertifiedKey pair(Path certificate, Path key) {
    try {
      return CertifiedKey.of(Files.readString(certificate), Files.readString(key));
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "TLS with %s and %s: %s".formatted(certificate, key, why(e)), e);
    }
  }

  private static String why(Exception e) {
    return e instanceof IOException ? "cannot be read: " + e : String.valueOf(e.getMessage());
  }

  /// Takes up files that have changed, and warns of a certificate that ends soon. Called now and
  /// then; blocks while it reads.
  public void step() {
    if (stepping.tryLock()) {
      try {
        takeUp();
        warn();
      } finally {
        stepping.unlock();
      }
    }
  }

  private void warn() {
    Instant now = clock.instant();
    boolean ended = !expires.isAfter(now);
    var next = new Warned(expires, ended);
    if (expires.isBefore(now.plus(Tls.SOON)) && !next.equals(warned)) {
      warned = next;
      LOG.warn(
          "certificate side=listener file={} result={} at={}",
          certificate,
          ended ? "expired" : "expires_soon",
          expires);
    }
  }

  private void takeUp() {
    List<Stamp> now = stamps(certificate, key);
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    try {
      CertifiedKey next = pair(certificate, key);
      changing.to(next.keyManager());
      expires = next.expires();
      LOG.info("listener certificate={} result=reloaded expires={}", certificate, expires);
    } catch (IllegalArgumentException e) {
      LOG.warn(
          "listener certificate={} result=kept_the_old expires={} why=\"{}\"",
          certificate,
          expires,
          e.getMessage());
    }
  }

  /// When the certificate that is shown now ends.
  public Instant expires() {
    return expires;
  }

  io.helidon.common.tls.Tls tls() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {changing}, null, null);
      SSLParameters parameters = context.getDefaultSSLParameters();
      parameters.setProtocols(PROTOCOLS);
      return io.helidon.common.tls.Tls.builder()
          .sslContext(context)
          .sslParameters(parameters)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot do TLS", e);
    }
  }
}
