package dev.posthouse.webhooks.redis;

import dev.posthouse.webhooks.receive.Inbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;

/// Remembers in Redis, for all processes that share it. What a handler writes through the
/// transaction it gets (`MULTI`) and the mark that the event was handled are one `EXEC`: **exactly
/// once** for that. All else a handler does is done at least once: if the process dies in it, the
/// provider's next attempt runs it again, as soon as the lease has ended.
///
/// Commands of the transaction run after the handler has returned, so it cannot read through it;
/// and Redis does not undo (redis.io, "Transactions"): if one of them fails, the others are done
/// all the same, the failure is told, and the event counts as handled.
///
/// Redis must not evict these keys (`maxmemory-policy noeviction` or a `volatile-…` one with room),
/// and forgets in a crash what it had not yet written (`appendfsync`). Needs Redis 6.0.9 or newer,
/// from which on a lease that ended makes `EXEC` fail.
public final class RedisInbox implements Inbox<AbstractTransaction> {
  /// How long one handler may take: longer than any provider waits for its answer.
  public static final Duration LEASE = Duration.ofMinutes(1);

  /// Longer than all known providers try again.
  public static final Duration KEEP = Duration.ofDays(30);

  private static final String PREFIX = "posthouse:inbox:";
  private static final String HANDLED = "handled";

  /// Takes back a lease, unless it has become another's.
  private static final String RELEASE =
      "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";

  private final UnifiedJedis redis;
  private final Duration lease;
  private final Duration keep;

  /// @param redis a client with a pool: a handler that runs holds one of its connections
  public RedisInbox(UnifiedJedis redis) {
    this(redis, LEASE, KEEP);
  }

  /// @param lease how long an event counts as being handled if nothing is heard of its handler
  /// @param keep how long it is remembered that an event was handled
  /// @throws IllegalArgumentException if either is shorter than a millisecond
  public RedisInbox(UnifiedJedis redis, Duration lease, Duration keep) {
    if (lease.toMillis() < 1 || keep.toMillis() < 1) {
      throw new IllegalArgumentException("A lease, and what is kept, last a millisecond at least");
    }
    this.redis = redis;
    this.lease = lease;
    this.keep = keep;
  }

  /// Times are those of Redis; `now` is not looked at. A second request with a key is
  /// [Inbox.Taken#BUSY] while the first is being handled.
  @Override
  public Taken once(String key, Instant now, Work<AbstractTransaction> work) throws Exception {
    String name = PREFIX + key;
    String token = UUID.randomUUID().toString();
    SetParams ifNobodyElse = SetParams.setParams().nx().px(lease.toMillis());
    if (redis.set(name, token, ifNobodyElse) == null) {
      return HANDLED.equals(redis.get(name)) ? Taken.DUPLICATE : Taken.BUSY;
    }
    try (AbstractTransaction transaction = redis.transaction(false)) {
      transaction.watch(name);
      if (token.equals(redis.get(name))) {
        transaction.multi();
        work.run(transaction);
        transaction.set(name, HANDLED, SetParams.setParams().px(keep.toMillis()));
        commit(transaction.exec(), key);
        return Taken.DONE;
      }
      throw ended(key);
    } catch (Exception | Error e) {
      release(name, token, e);
      throw e;
    }
  }

  private static void commit(@Nullable List<Object> results, String key) {
    if (results == null) {
      throw ended(key);
    }
    for (Object result : results) {
      if (Objects.requireNonNullElse(result, "") instanceof JedisDataException failed) {
        throw failed;
      }
    }
  }

  private static IllegalStateException ended(String key) {
    return new IllegalStateException(
        "The lease of "
            + key
            + " ended before its handler did; nothing was written. Give a longer"
            + " lease or let the handler do less");
  }

  private void release(String name, String token, Throwable reason) {
    try {
      redis.eval(RELEASE, List.of(name), List.of(token));
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }
}
