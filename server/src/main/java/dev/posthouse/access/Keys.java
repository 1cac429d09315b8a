package dev.posthouse.access;

import dev.posthouse.event.Ids;
import dev.posthouse.event.KeyId;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Ledger;
import dev.posthouse.store.Micros;
import dev.posthouse.work.Tasks;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// The API keys: `phk_` and 32 random bytes. Only hashes are kept, in the database and in memory; a
/// deleted key is refused from the moment its deletion is answered.
public final class Keys {
  private static final String PREFIX = "phk_";
  private static final int SECRET_BYTES = 32;

  private final Ledger ledger;
  private final Tasks tasks;
  private final Ids ids;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Map<ByteBuffer, Known> byHash = new ConcurrentHashMap<>();

  public Keys(Ledger ledger, Tasks tasks, Ids ids, InstantSource clock, SecureRandom random) {
    this.ledger = ledger;
    this.tasks = tasks;
    this.ids = ids;
    this.clock = clock;
    this.random = random;
  }

  private record Known(ApiKey key, Caller caller) {
    static Known of(ApiKey key) {
      return new Known(key, new Caller(key.tenant(), key.roles(), key.id().toString()));
    }
  }

  public void load() {
    byHash.putAll(ledger.read(Keys::all));
  }

  Optional<Caller> caller(byte[] hash) {
    return Optional.ofNullable(byHash.get(ByteBuffer.wrap(hash))).map(Known::caller);
  }

  /// Newest first.
  public List<ApiKey> list(TenantId tenant) {
    return byHash.values().stream()
        .map(Known::key)
        .filter(key -> key.tenant().equals(tenant))
        .sorted(Comparator.comparing(ApiKey::id).reversed())
        .toList();
  }

  public NewKey create(TenantId tenant, String name, Set<Role> roles) throws InterruptedException {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    byte[] hash = Hashes.sha256(secret);
    var created = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var key = new ApiKey(new KeyId(ids.next()), tenant, name, roles, created);
    tasks.await(ledger.change(db -> insert(db, key, hash)));
    byHash.put(ByteBuffer.wrap(hash), Known.of(key));
    return new NewKey(key, new Secret(secret));
  }

  /// False if the tenant has no such key.
  public boolean delete(TenantId tenant, KeyId id) throws InterruptedException {
    return delete(key -> key.tenant().equals(tenant) && key.id().equals(id));
  }

  void deleteAll(TenantId tenant) throws InterruptedException {
    delete(key -> key.tenant().equals(tenant));
  }

  private boolean delete(Predicate<ApiKey> doomed) throws InterruptedException {
    List<Long> gone =
        byHash.values().stream()
            .map(Known::key)
            .filter(doomed)
            .map(key -> key.id().value())
            .toList();
    if (gone.isEmpty()) {
      return false;
    }
    tasks.await(ledger.change(db -> delete(db, gone)));
    byHash.values().removeIf(known -> gone.contains(known.key().id().value()));
    return true;
  }

  private static Map<ByteBuffer, Known> all(Handle db) {
    return db
        .createQuery("select id, tenant, name, roles, hash, created from api_key")
        .map((row, context) -> Map.entry(ByteBuffer.wrap(row.getBytes("hash")), Known.of(key(row))))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static ApiKey key(ResultSet row) throws SQLException {
    return new ApiKey(
        new KeyId(row.getLong("id")),
        new TenantId(row.getLong("tenant")),
        row.getString("name"),
        Arrays.stream(row.getString("roles").split(" ", -1))
            .map(Role::parse)
            .collect(Collectors.toSet()),
        Micros.instant(row.getLong("created")));
  }

  private static int insert(Handle db, ApiKey key, byte[] hash) {
    return db.createUpdate(
            """
            insert into api_key (id, tenant, name, roles, hash, created)
            values (:id, :tenant, :name, :roles, :hash, :created)
            """)
        .bind("id", key.id().value())
        .bind("tenant", key.tenant().value())
        .bind("name", key.name())
        .bind(
            "roles", key.roles().stream().map(Role::word).sorted().collect(Collectors.joining(" ")))
        .bind("hash", hash)
        .bind("created", Micros.of(key.created()))
        .execute();
  }

  private static int delete(Handle db, List<Long> ids) {
    var batch = db.prepareBatch("delete from api_key where id = :id");
    ids.forEach(id -> batch.bind("id", id).add());
    return batch.execute().length;
  }
}
