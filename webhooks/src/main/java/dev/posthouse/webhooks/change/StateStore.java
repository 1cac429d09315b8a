package dev.posthouse.webhooks.change;

import java.time.Instant;
import java.util.Optional;

/// Where a [ChangeFilter] keeps what it remembers. For any number of threads and processes: of two
/// that replace the same state, one succeeds.
public interface StateStore {
  /// What is remembered under a key.
  ///
  /// @param revision differs from that of every other state that was under the key; a store that
  ///   compares texts gives 0
  record Stored(String text, long revision) {}

  /// @param key 64 hexadecimal digits
  /// @param now what expired by then counts as forgotten
  Optional<Stored> load(String key, Instant now) throws Exception;

  /// Puts `text` in the place of what [#load] gave.
  ///
  /// @param before empty if there was nothing
  /// @param expires when it may be forgotten
  /// @return false if somebody else was faster; then nothing is changed
  boolean replace(String key, Optional<Stored> before, String text, Instant expires)
      throws Exception;
}
