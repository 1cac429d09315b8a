package dev.posthouse.config;

import dev.posthouse.access.Secret;
import dev.posthouse.json.Fields;
import dev.posthouse.net.CertifiedKey;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of [Tls]. The client's key is written as `***`.
final class TlsForm {
  static final String CERTIFICATE = "clientCertificate";
  static final String KEY = "clientKey";

  private TlsForm() {}

  static Tls read(Fields fields) {
    return new Tls(
        fields.bool("verify", true), fields.optional("ca", TlsForm::authorities), client(fields));
  }

  static String authorities(String pem) {
    var _ = CertifiedKey.certificates(pem);
    return pem;
  }

  private static Optional<Tls.Client> client(Fields fields) {
    Optional<String> certificates = fields.optional(CERTIFICATE, TlsForm::authorities);
    Optional<String> key = fields.optionalText(KEY);
    if (fields.has(CERTIFICATE) != fields.has(KEY)) {
      String missing = key.isPresent() ? CERTIFICATE : KEY;
      fields.flaw(missing, "is missing; clientCertificate and clientKey go together, both in PEM");
    }
    return certificates.flatMap(c -> key.flatMap(k -> client(fields, c, k)));
  }

  private static Optional<Tls.Client> client(Fields fields, String certificates, String key) {
    try {
      var pair = CertifiedKey.of(certificates, key);
      return Optional.of(new Tls.Client(certificates, new Secret(key), pair.expires()));
    } catch (IllegalArgumentException e) {
      fields.flaw(KEY, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  static void write(Tls tls, ObjectNode json) {
    json.put("verify", tls.verify());
    tls.ca().ifPresent(ca -> json.put("ca", ca));
    tls.client()
        .ifPresent(client -> json.put(CERTIFICATE, client.certificates()).put(KEY, Secret.MASK));
  }
}
