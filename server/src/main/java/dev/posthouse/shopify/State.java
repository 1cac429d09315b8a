package dev.posthouse.shopify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.access.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/// What an installation is known by while its browser is with Shopify: 128 random bits, until when
/// it counts, and a signature of ours that binds both to the app and the shop. Nothing is kept of
/// it, so strangers who begin installations cost no memory, and a restart loses none. The browser
/// brings it twice, as Shopify gives it back and in its cookie.
final class State {
  static final Duration LIFE = Duration.ofMinutes(10);
  private static final int BYTES = 16;

  /// Keeps what it signs apart from all else that the client secret signs.
  private static final String PURPOSE = "posthouse: state of an installation";

  private State() {}

  static String make(ShopifyApp app, String domain, Instant now, SecureRandom random) {
    var bits = new byte[BYTES];
    random.nextBytes(bits);
    String said = HexFormat.of().formatHex(bits) + "." + now.plus(LIFE).getEpochSecond();
    return said + "." + signature(app.secrets().getFirst(), app, domain, said);
  }

  static boolean holds(ShopifyApp app, String domain, String state, Instant now) {
    int end = state.lastIndexOf('.');
    String said = end < 0 ? "" : state.substring(0, end);
    return said.matches("[0-9a-f]{32}\\.\\d{1,12}")
        && Long.parseLong(said.substring(2 * BYTES + 1)) >= now.getEpochSecond()
        && app.secrets().stream()
            .anyMatch(secret ->
                Proof.matches(signature(secret, app, domain, said), state.substring(end + 1)));
  }

  private static String signature(Secret secret, ShopifyApp app, String domain, String said) {
    byte[] key = Proof.hmac(secret.reveal().getBytes(UTF_8), PURPOSE);
    return HexFormat.of().formatHex(Proof.hmac(key, app.id() + " " + domain + " " + said));
  }
}
