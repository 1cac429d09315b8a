package dev.posthouse.oauth;

import dev.posthouse.access.Secret;
import dev.posthouse.access.Vault;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Ids;
import dev.posthouse.net.Inquiries;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Tasks;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// The tokens for receivers, of all endpoints: in memory, and encrypted in the database.
public final class Wallet implements Tokens {
  private final Parts parts;
  private final HeldRows rows;
  private final TokenCounts counts = new TokenCounts();
  private final Map<EndpointId, Purse> purses = new ConcurrentHashMap<>();
  private final Map<Secret, SigningKey> keys = new ConcurrentHashMap<>();

  public record Parts(
      Ledger ledger, Vault vault, Tasks tasks, Inquiries inquiries, InstantSource clock, Ids ids) {}

  public Wallet(Parts parts) {
    this.parts = parts;
    this.rows = new HeldRows(parts.vault());
  }

  /// Takes up what is stored.
  public void load() {
    parts.ledger().read(rows::all).forEach((endpoint, held) -> purse(endpoint).take(held));
  }

  private Purse purse(EndpointId endpoint) {
    return purses.computeIfAbsent(endpoint, id -> new Purse(id, parts, rows, counts));
  }

  private void close(EndpointId endpoint) {
    Purse purse = purses.remove(endpoint);
    if (purse != null) {
      purse.close();
    }
  }

  @Override
  public Had token(EndpointId endpoint, TokenSource source) throws InterruptedException {
    return purse(endpoint).token(source);
  }

  @Override
  public Had instead(EndpointId endpoint, TokenSource source, Secret refused)
      throws InterruptedException {
    return purse(endpoint).instead(source, refused);
  }

  @Override
  public String sign(Assertion assertion) {
    var key = keys.computeIfAbsent(assertion.privateKey(), SigningKey::parse);
    return assertion.sign(key, jti(parts.ids()), parts.clock().instant());
  }

  static String jti(Ids ids) {
    return Long.toHexString(ids.next());
  }

  /// How often tokens were asked for.
  public TokenCounts counts() {
    return counts;
  }

  /// Forgets the tokens of endpoints that want none any more, and those that are under way to them.
  public void keep(Predicate<EndpointId> wanted) {
    List<EndpointId> gone = purses.keySet().stream().filter(wanted.negate()).toList();
    keys.clear();
    if (!gone.isEmpty()) {
      gone.forEach(this::close);
      var _ = parts.ledger().change(db -> HeldRows.delete(db, gone));
    }
  }
}
