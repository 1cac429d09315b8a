package dev.posthouse;

import dev.posthouse.testing.TestCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Certificates for endpoints that show one: their private keys are secrets, but no free texts.
final class ClientKeys {
  private static final int LEAST_LINE = 20;

  private ClientKeys() {}

  /// Puts a certificate and its key where the form has one, and the lines of the key among the
  /// secrets.
  ///
  /// @return where keys stand
  static List<String> put(ObjectNode form, Path folder, Set<String> secrets) throws Exception {
    if (!(form.path("tls") instanceof ObjectNode tls) || !tls.has("clientKey")) {
      return List.of();
    }
    var made = TestCertificate.make(folder, "c" + secrets.size(), "san=dns:c.example", "-1d");
    tls.put("clientCertificate", made.pem()).put("clientKey", made.key());
    made.key()
        .lines()
        .filter(line -> line.length() > LEAST_LINE && !line.startsWith("-"))
        .forEach(secrets::add);
    return List.of("/tls/clientKey");
  }
}
