package dev.posthouse.receive;

import dev.posthouse.access.Secret;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Verification;
import dev.posthouse.webhooks.Verifier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A source with its keys made ready.
final class Door {
  private final Source source;
  private final Optional<Verifier> verifier;
  private final Set<String> secretHeaders;

  Door(Source source) {
    this.source = source;
    List<String> secrets = source.secrets().stream().map(Secret::reveal).toList();
    this.verifier =
        secrets.isEmpty() && !source.open()
            ? Optional.empty()
            : Optional.of(source.proof().verifier(secrets));
    this.secretHeaders = MaskedHeaders.secret(source.proof());
  }

  Source source() {
    return source;
  }

  /// Whether the key itself stands in the body.
  boolean keyInBody() {
    return MaskedHeaders.keyInBody(source.proof());
  }

  /// In lower case.
  Set<String> secretHeaders() {
    return secretHeaders;
  }

  /// Empty if there is no secret yet to verify with.
  Optional<Verification> verify(Request request, Instant now) {
    return verifier.map(ready -> ready.verify(request, now));
  }
}
