package dev.posthouse.oauth;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import java.io.IOException;
import java.text.ParseException;
import java.util.List;

/// The public keys of an issuer, as it published them at one time.
record KeySet(List<JWK> keys) {
  /// A token without `kid` is tried with this many keys.
  private static final int TRIED = 4;

  /// Shorter ones can be broken (RFC 7518, section 3.3, wants as many).
  private static final int SHORTEST_RSA = 2048;

  KeySet {
    keys = List.copyOf(keys);
  }

  /// @throws IOException in words for the log if it is no set of keys
  static KeySet read(String json) throws IOException {
    try {
      List<JWK> usable = JWKSet.parse(json).getKeys().stream().filter(KeySet::usable).toList();
      if (usable.isEmpty()) {
        throw new IOException("its key set holds no key that can be used");
      }
      return new KeySet(usable);
    } catch (ParseException e) {
      throw new IOException("its key set cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean usable(JWK key) {
    boolean pair = !key.getKeyType().equals(KeyType.OCT);
    return pair && (!key.getKeyType().equals(KeyType.RSA) || key.size() >= SHORTEST_RSA);
  }

  /// Those that may have signed a token with this header.
  List<JWK> matching(JWSHeader header) {
    JWKMatcher matcher = JWKMatcher.forJWSHeader(header);
    return keys.stream().filter(matcher::matches).limit(TRIED).toList();
  }
}
