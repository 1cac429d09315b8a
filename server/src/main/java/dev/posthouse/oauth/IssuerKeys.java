package dev.posthouse.oauth;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import dev.posthouse.net.KeptAnswer;
import dev.posthouse.net.Quoted;
import dev.posthouse.work.Tasks;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys of the issuer, kept and renewed: in the background when they are old, at once when a
/// token names one that is not known.
final class IssuerKeys {
  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

  private final Discovery discovery;
  private final KeptAnswer<KeySet> kept;

  IssuerKeys(Discovery discovery, Tasks tasks, LongSupplier nanos) {
    this.discovery = discovery;
    this.kept = new KeptAnswer<>("issuer keys", this::fetch, tasks, nanos);
  }

  /// What is known of the key that a token names.
  sealed interface Found {
    /// Candidates, none if the issuer has no such key; `set` is the number of their set.
    record Keys(List<JWK> keys, long set) implements Found {}

    /// The issuer's keys cannot be had now; the log says why.
    record Away() implements Found {}
  }

  Found find(JWSHeader header) throws InterruptedException {
    kept.refresh();
    long seen = kept.number();
    Found before = matching(header);
    if (before instanceof Found.Keys found && !found.keys().isEmpty()) {
      return before;
    }
    kept.awaitNewer(seen);
    return matching(header);
  }

  private Found matching(JWSHeader header) {
    return kept.usable()
        .<Found>map(set -> new Found.Keys(set.value().matching(header), set.number()))
        .orElseGet(Found.Away::new);
  }

  /// The number of the set in force, 0 for none. Has it renewed when it is old.
  long set() {
    kept.refresh();
    return kept.usable().map(KeptAnswer.Answer::number).orElse(0L);
  }

  private Optional<KeySet> fetch() {
    try {
      KeySet set = KeySet.read(discovery.keys());
      LOG.debug("issuer result=fetched keys={}", set.keys().size());
      return Optional.of(set);
    } catch (IOException | RuntimeException e) {
      LOG.warn("issuer result=no_keys why=\"{}\"", Quoted.why(e));
      return Optional.empty();
    }
  }
}
