package dev.posthouse.web;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Shows clients a key that can be changed while the server runs. A handshake asks several times;
/// it gets the key that it asked for first, because its alias names the number of the change.
final class ChangingKey extends X509ExtendedKeyManager {
  private volatile Held held;

  /// The key of now and that of before, for handshakes that began with it.
  private record Held(long number, X509ExtendedKeyManager now, X509ExtendedKeyManager before) {
    @Nullable X509ExtendedKeyManager of(String alias) {
      if (alias.startsWith(number + "/")) {
        return now;
      }
      return alias.startsWith(number - 1 + "/") ? before : null;
    }
  }

  ChangingKey(X509ExtendedKeyManager first) {
    held = new Held(0, first, first);
  }

  /// Called by one at a time.
  void to(X509ExtendedKeyManager next) {
    held = new Held(held.number() + 1, next, held.now());
  }

  private static @Nullable String numbered(Held from, @Nullable String alias) {
    return alias == null ? null : from.number() + "/" + alias;
  }

  private static String bare(String alias) {
    return alias.substring(alias.indexOf('/') + 1);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    Held from = held;
    return numbered(from, from.now().chooseEngineServerAlias(keyType, issuers, engine));
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    Held from = held;
    return numbered(from, from.now().chooseServerAlias(keyType, issuers, socket));
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    X509ExtendedKeyManager of = held.of(alias);
    return of == null ? null : of.getCertificateChain(bare(alias));
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    X509ExtendedKeyManager of = held.of(alias);
    return of == null ? null : of.getPrivateKey(bare(alias));
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null; // nobody lists them
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null; // a server is no client
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }
}
