package dev.posthouse.webhooks.change;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// What is to be done about one snapshot, given what is remembered of its subject. Pure.
///
/// @param remembered what is to be remembered from now on; empty if nothing is
public record Ruling(Finding finding, Optional<State> remembered) {
  /// A state of a subject.
  ///
  /// @param hash of the watched fields, see [Watched#hash]; several of them one after the other
  ///   where several groups of fields must all differ
  /// @param asOf the moment whose state it is; empty if nobody said
  public record State(byte[] hash, Optional<Instant> asOf) {
    /// Nothing is remembered.
    public static final State NONE = new State(new byte[0], Optional.empty());

    private boolean olderThan(State other) {
      return asOf.isPresent() && other.asOf.isPresent() && asOf.get().isBefore(other.asOf.get());
    }

    /// With the latest moment of both.
    private State after(State before) {
      boolean later = before.asOf.isPresent() && (asOf.isEmpty() || olderThan(before));
      return later ? new State(hash, before.asOf) : this;
    }

    private boolean everyGroupDiffersFrom(State before) {
      for (int at = 0; at < hash.length; at += Watched.HASH) {
        if (Arrays.equals(hash, at, at + Watched.HASH, before.hash, at, at + Watched.HASH)) {
          return false;
        }
      }
      return true;
    }
  }

  /// Of the same moment, order of arrival decides: clocks of providers count seconds.
  public static Ruling of(State before, State now, Missing missing) {
    if (before.hash().length == 0) {
      return switch (missing) {
        case BASELINE -> new Ruling(Finding.BASELINE, Optional.of(now));
        case DELIVER -> new Ruling(Finding.UNKNOWN, Optional.of(now));
        case SKIP -> new Ruling(Finding.SKIPPED, Optional.empty());
      };
    }
    if (now.olderThan(before)) {
      return new Ruling(Finding.STALE, Optional.of(before));
    }
    Finding finding = now.everyGroupDiffersFrom(before) ? Finding.CHANGED : Finding.UNCHANGED;
    return new Ruling(finding, Optional.of(now.after(before)));
  }

  /// A snapshot that only says where to begin. What is remembered already stays, for whoever is
  /// told of changes has not been told of those since.
  public static Ruling begin(State before, State now) {
    return before.hash().length == 0
        ? new Ruling(Finding.BASELINE, Optional.of(now))
        : new Ruling(Finding.KNOWN, Optional.of(before));
  }
}
