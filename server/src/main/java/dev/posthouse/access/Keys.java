package dev.posthouse.access;

import dev.posthouse.access.Trail.Entry;
import dev.posthouse.event.Ids;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.KeyId;
import dev.posthouse.event.Sha256;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Ledger;
import dev.posthouse.store.Micros;
import dev.posthouse.work.Quota;
import dev.posthouse.work.Tasks;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The API keys: `phk_` and 32 random bytes. Only hashes are kept, in the database and in memory; a
/// deleted key is refused from the moment its deletion is answered.
public final class Keys {
  private static final String PREFIX = "phk_";
  private static final int SECRET_BYTES = 32;

  private final Parts parts;
  private final SecureRandom random;
  private final Map<ByteBuffer, Known> byHash = new ConcurrentHashMap<>();

  /// What keys are kept with.
  ///
  /// @param nanos an ever-growing count, for rates
  public record Parts(
      Ledger ledger, Trail trail, Tasks tasks, Ids ids, InstantSource clock, LongSupplier nanos) {}

  public Keys(Parts parts, SecureRandom random) {
    this.parts = parts;
    this.random = random;
  }

  /// A key in force. It is replaced, never changed, but for when it was used.
  static final class Known {
    /// A use is noted when the one that is known is older.
    private static final long NOTED_EVERY_MILLIS = 60_000;

    final ApiKey key;
    final List<Quota> quotas;
    private final long expiresMillis;
    private volatile boolean live = true;
    private volatile long usedMillis;
    private volatile long storedMillis;

    Known(ApiKey key, List<Quota> quotas, long usedMillis) {
      this.key = key;
      this.quotas = quotas;
      Instant expires = key.terms().expires();
      this.expiresMillis = expires.equals(Instant.MAX) ? Long.MAX_VALUE : expires.toEpochMilli();
      this.usedMillis = usedMillis;
      this.storedMillis = usedMillis;
    }

    boolean good(long nowMillis) {
      return live && nowMillis < expiresMillis;
    }

    /// Coarse, so that a busy key costs no more than a look.
    void used(long nowMillis) {
      if (nowMillis - usedMillis >= NOTED_EVERY_MILLIS) {
        usedMillis = nowMillis;
      }
    }
  }

  /// What is in the database is in force from now on.
  public void load() {
    Map<ByteBuffer, KeyRows.Stored> stored =
        parts.ledger().read(KeyRows::all).stream()
            .collect(Collectors.toMap(KeyRows.Stored::hash, Function.identity()));
    stored.forEach((hash, row) -> put(hash, row.key(), row.used() / 1_000));
    byHash.forEach((hash, known) -> {
      if (!stored.containsKey(hash)) {
        forget(known.key);
      }
    });
  }

  /// The key with this hash, if it is in force.
  Optional<Known> known(byte[] hash) {
    return Optional.ofNullable(byHash.get(ByteBuffer.wrap(hash)))
        .filter(known -> known.good(parts.clock().millis()));
  }

  long nowMillis() {
    return parts.clock().millis();
  }

  /// Newest first.
  public List<ApiKey> list(TenantId tenant) {
    return byHash.values().stream()
        .map(known -> known.key)
        .filter(key -> key.tenant().equals(tenant))
        .sorted(Comparator.comparing(ApiKey::id).reversed())
        .toList();
  }

  public Optional<ApiKey> find(TenantId tenant, KeyId id) {
    return entry(tenant, id).map(entry -> entry.getValue().key);
  }

  /// When a key was last used, within a minute; empty if it never was.
  public Optional<Instant> lastUsed(ApiKey key) {
    return entry(key.tenant(), key.id())
        .map(entry -> entry.getValue().usedMillis)
        .filter(used -> used > 0)
        .map(Instant::ofEpochMilli);
  }

  private Optional<Map.Entry<ByteBuffer, Known>> entry(TenantId tenant, KeyId id) {
    return byHash.entrySet().stream()
        .filter(entry -> entry.getValue().key.id().equals(id))
        .filter(entry -> entry.getValue().key.tenant().equals(tenant))
        .findFirst();
  }

  /// @throws Invalid if it would be born expired
  public NewKey create(Actor by, TenantId tenant, KeyForm.Said said) throws InterruptedException {
    var created = parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
    if (!said.terms().expires().isAfter(created)) {
      throw new Invalid("/expires", "is in the past");
    }
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    ByteBuffer hash = ByteBuffer.wrap(Sha256.of(secret));
    var key = new ApiKey(new KeyId(parts.ids().next()), tenant, said.name(), said.terms(), created);
    return parts
        .trail()
        .change(pen -> {
          pen.commit(
              by, List.of(Entry.of(key, Entry.CREATED)), db -> KeyRows.insert(db, key, hash));
          put(hash, key, 0);
          return new NewKey(key, new Secret(secret));
        });
  }

  /// In force when it returns; empty if the tenant has no such key.
  public Optional<ApiKey> change(
      Actor by, TenantId tenant, KeyId id, Function<ApiKey, KeyForm.Said> change)
      throws InterruptedException {
    return parts
        .trail()
        .change(pen -> {
          var found = entry(tenant, id);
          if (found.isEmpty()) {
            return Optional.empty();
          }
          ApiKey before = found.get().getValue().key;
          KeyForm.Said said = change.apply(before);
          ApiKey after = before.with(said.name(), said.terms());
          if (!after.equals(before)) {
            pen.commit(
                by, List.of(Entry.of(after, Entry.UPDATED)), db -> KeyRows.update(db, after));
            put(found.get().getKey(), after, found.get().getValue().usedMillis);
          }
          return Optional.of(after);
        });
  }

  /// False if the tenant has no such key.
  public boolean delete(Actor by, TenantId tenant, KeyId id) throws InterruptedException {
    return parts
        .trail()
        .change(pen -> {
          Optional<ApiKey> found = find(tenant, id);
          if (found.isPresent()) {
            pen.commit(
                by,
                List.of(Entry.of(found.get(), Entry.DELETED)),
                db -> KeyRows.delete(db, List.of(id)));
            forget(found.get());
          }
          return found.isPresent();
        });
  }

  /// Stores when keys were used, those whose use was noted since. Called now and then.
  public void storeUses() throws InterruptedException {
    var used = new HashMap<KeyId, Long>();
    var noted = new HashMap<Known, Long>();
    for (Known known : byHash.values()) {
      long at = known.usedMillis;
      if (at > known.storedMillis) {
        used.put(known.key.id(), Micros.of(Instant.ofEpochMilli(at)));
        noted.put(known, at);
      }
    }
    if (!used.isEmpty()) {
      parts.tasks().await(parts.ledger().change(db -> KeyRows.used(db, used)));
      noted.forEach((known, at) -> known.storedMillis = at);
    }
  }

  private void put(ByteBuffer hash, ApiKey key, long usedMillis) {
    byHash.compute(
        hash,
        (same, before) ->
            before != null && before.key.equals(key) ? before : replaced(before, key, usedMillis));
  }

  private Known replaced(@Nullable Known before, ApiKey key, long usedMillis) {
    List<Quota> old = before == null ? List.of() : before.quotas;
    if (before != null) {
      before.live = false;
    }
    return new Known(
        key, Quota.of(key.terms().admission().publishRate(), old, parts.nanos()), usedMillis);
  }

  void forget(ApiKey key) {
    byHash
        .values()
        .removeIf(known -> {
          boolean gone = known.key.id().equals(key.id());
          if (gone) {
            known.live = false;
          }
          return gone;
        });
  }
}
