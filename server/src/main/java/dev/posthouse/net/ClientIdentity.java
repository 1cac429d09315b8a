package dev.posthouse.net;

/// Who we show ourselves to be to a receiver that asks for a certificate: see [CertifiedKey#of].
public record ClientIdentity(String certificates, String key) {
  CertifiedKey certifiedKey() {
    return CertifiedKey.of(certificates, key);
  }

  @Override
  public String toString() {
    return "***";
  }
}
