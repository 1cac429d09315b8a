package dev.posthouse.webhooks;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// How a secret and a content become a signature.
public enum Digest {
  /// Only for providers that have nothing better.
  HMAC_SHA1("HmacSHA1"),
  HMAC_SHA256("HmacSHA256"),
  HMAC_SHA384("HmacSHA384"),
  HMAC_SHA512("HmacSHA512"),
  /// SHA-256 over the secret followed by the content. Not an HMAC: HubSpot's versions 1 and 2.
  SHA256_AFTER_SECRET("SHA-256");

  private final String algorithm;

  Digest(String algorithm) {
    this.algorithm = algorithm;
  }

  /// This digest with a key. Holds the key, initialised once and only ever cloned: that spares the
  /// look-up of the algorithm, and needs neither a lock nor a copy for each thread.
  Keyed keyed(byte[] key) {
    return this == SHA256_AFTER_SECRET ? new Prefixed(key) : new Hmac(algorithm, key);
  }

  /// A digest with its key.
  interface Keyed {
    /// The digest of the parts, as if they were one.
    byte[] of(List<byte[]> parts);
  }

  private static final class Hmac implements Keyed {
    private final String algorithm;
    private final byte[] key;
    private final Mac prototype;

    Hmac(String algorithm, byte[] key) {
      this.algorithm = algorithm;
      this.key = key;
      this.prototype = initialised(algorithm, key);
    }

    @Override
    public byte[] of(List<byte[]> parts) {
      Mac mac = fresh();
      parts.forEach(mac::update);
      return mac.doFinal();
    }

    private Mac fresh() {
      try {
        return (Mac) prototype.clone();
      } catch (CloneNotSupportedException providerCannotClone) {
        return initialised(algorithm, key);
      }
    }

    private static Mac initialised(String algorithm, byte[] key) {
      try {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key, algorithm));
        return mac;
      } catch (GeneralSecurityException everyJavaHasIt) {
        throw new IllegalStateException("This Java has no " + algorithm, everyJavaHasIt);
      }
    }
  }

  private static final class Prefixed implements Keyed {
    private final byte[] key;

    Prefixed(byte[] key) {
      this.key = key;
    }

    @Override
    public byte[] of(List<byte[]> parts) {
      List<byte[]> all = new ArrayList<>(parts);
      all.add(0, key);
      return Sha256.of(all);
    }
  }
}
