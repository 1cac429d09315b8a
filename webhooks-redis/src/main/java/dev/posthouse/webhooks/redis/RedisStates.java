package dev.posthouse.webhooks.redis;

import dev.posthouse.webhooks.change.StateStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;

/// Remembers in Redis what a [dev.posthouse.webhooks.change.ChangeFilter] compares with, for all
/// processes that share it. A state is replaced in one step, by a script that Redis runs as a
/// whole: of two processes that saw the same state, one replaces it. Redis forgets a state when its
/// time is over; every body of its subject renews that.
///
/// Redis must not evict these keys (`maxmemory-policy noeviction` or a `volatile-…` one with room),
/// and forgets in a crash what it had not yet written (`appendfsync`): of a subject that is
/// forgotten nothing is known, as of a new one. The state is replaced before the program acts upon
/// the change; where both must be one, use [dev.posthouse.webhooks.change.JdbcStates].
public final class RedisStates implements StateStore {
  private static final String PREFIX = "posthouse:state:";

  /// Texts are compared, so it does not matter how often a state came and went in between.
  private static final String REPLACE =
      """
      local there = redis.call('get', KEYS[1])
      if (there and '=' .. there or '') ~= ARGV[1] then return 0 end
      redis.call('set', KEYS[1], ARGV[2])
      redis.call('pexpireat', KEYS[1], ARGV[3])
      return 1
      """;

  private final UnifiedJedis redis;

  public RedisStates(UnifiedJedis redis) {
    this.redis = redis;
  }

  /// What has expired by the clock of Redis is not there; `now` is not looked at.
  @Override
  public Optional<Stored> load(String key, Instant now) {
    return Optional.ofNullable(redis.get(PREFIX + key)).map(text -> new Stored(text, 0));
  }

  /// Kept until `expires` by the clock of Redis.
  @Override
  public boolean replace(String key, Optional<Stored> before, String text, Instant expires) {
    String seen = before.map(there -> "=" + there.text()).orElse("");
    Object replaced =
        redis.eval(
            REPLACE,
            List.of(PREFIX + key),
            List.of(seen, text, Long.toString(expires.toEpochMilli())));
    return Long.valueOf(1).equals(replaced);
  }
}
