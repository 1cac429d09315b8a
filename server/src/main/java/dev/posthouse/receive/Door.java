package dev.posthouse.receive;

import dev.posthouse.access.Secret;
import dev.posthouse.webhooks.Refusal;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Verification;
import dev.posthouse.webhooks.Verifier;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A source with its keys made ready.
final class Door {
  private final Source source;
  private final KeySets keySets;
  private final List<String> secrets;
  private final Optional<URI> keysAt;
  private final Optional<Verifier> verifier;
  private final Set<String> secretHeaders;
  private final boolean keyInBody;
  private volatile @Nullable Fetched fetched;

  /// A verifier with a provider's keys.
  private record Fetched(String keys, Verifier verifier) {}

  Door(Source source, KeySets keySets) {
    this.source = source;
    this.keySets = keySets;
    this.secrets = source.secrets().stream().map(Secret::reveal).toList();
    this.keysAt = source.keysAt();
    this.verifier =
        secrets.isEmpty() && !source.open()
            ? Optional.empty()
            : Optional.of(source.proof().verifier(secrets));
    this.secretHeaders = MaskedHeaders.secret(source.proof());
    this.keyInBody = MaskedHeaders.keyInBody(source.proof());
  }

  Source source() {
    return source;
  }

  /// Whether the key itself stands in the body.
  boolean keyInBody() {
    return keyInBody;
  }

  /// Headers that hold the key itself, in lower case.
  Set<String> secretHeaders() {
    return secretHeaders;
  }

  /// Whether its keys are fetched from its provider.
  boolean fetchesKeys() {
    return keysAt.isPresent();
  }

  /// Whether another key of its provider's could make of this request one that is believed: the key
  /// that it names is not known, or was replaced under its name.
  boolean missesKey(Verification seen) {
    return fetchesKeys()
        && seen instanceof Verification.Refused refused
        && (refused.refusal() == Refusal.UNKNOWN_KEY || refused.refusal() == Refusal.MISMATCH);
  }

  /// Has the provider's keys fetched anew; false if that was done just now, so that those there are
  /// decide.
  boolean renewKeys() {
    return keysAt.map(keySets::renew).orElse(false);
  }

  /// Changes with the provider's keys.
  long keys() {
    return keysAt.map(keySets::number).orElse(0L);
  }

  /// Empty if there is nothing yet to verify with.
  Optional<Verification> verify(Request request, Instant now) {
    return ready().map(with -> with.verify(request, now));
  }

  private Optional<Verifier> ready() {
    Optional<String> keys = keysAt.flatMap(keySets::known);
    return keys.isEmpty() ? verifier : Optional.of(with(keys.get()));
  }

  private Verifier with(String keys) {
    Fetched before = fetched;
    if (before != null && before.keys().equals(keys)) {
      return before.verifier();
    }
    var all = new ArrayList<>(secrets);
    all.add(keys);
    var now = new Fetched(keys, source.proof().verifier(all));
    fetched = now;
    return now.verifier();
  }
}
