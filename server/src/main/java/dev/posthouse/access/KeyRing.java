package dev.posthouse.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The keys that open what is encrypted. The first one encrypts; the others are old, or already
/// known to a node whose neighbours do not encrypt with them yet.
record KeyRing(List<RingKey> keys) {
  /// Bounds the work of a start; nobody needs more than a few.
  static final int MOST = 16;

  KeyRing {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a ring has at least one key");
    }
  }

  /// Keys in base64 or hex, with white space or commas between.
  ///
  /// @param where the text stands, for the message
  /// @throws VaultLocked if it is no such list; the text is not repeated
  static KeyRing parse(String text, String where) {
    List<RingKey> keys =
        Arrays.stream(text.strip().split("[\\s,]+"))
            .map(each -> RingKey.parse(each, where))
            .distinct()
            .toList();
    if (keys.size() > MOST) {
      throw new VaultLocked(where + " has " + keys.size() + " keys; at most " + MOST);
    }
    if (keys.stream().map(RingKey::id).distinct().count() < keys.size()) {
      throw new VaultLocked(where + " has two keys of one id; make another one");
    }
    return new KeyRing(keys);
  }

  RingKey current() {
    return keys.getFirst();
  }

  Optional<RingKey> find(byte[] id) {
    String wanted = HexFormat.of().formatHex(id);
    return keys.stream().filter(key -> key.id().equals(wanted)).findFirst();
  }

  /// The ring with another key in front.
  ///
  /// @throws IllegalStateException if it is full
  KeyRing led(RingKey next) {
    if (keys.size() == MOST) {
      throw new IllegalStateException("the ring has " + MOST + " keys; wait for old ones to go");
    }
    return new KeyRing(
        Stream.concat(Stream.of(next), keys.stream().filter(key -> !key.equals(next))).toList());
  }

  /// The ring without those old keys that nobody needs.
  KeyRing keeping(Predicate<RingKey> needed) {
    var kept = new ArrayList<>(keys);
    kept.removeIf(key -> !key.equals(current()) && !needed.test(key));
    return new KeyRing(kept);
  }

  /// What [#parse] reads. Whoever has it reads every secret.
  String reveal() {
    return keys.stream().map(key -> key.reveal() + "\n").collect(Collectors.joining());
  }
}
