package dev.posthouse.process;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Who got which letters, in a bit each, so that millions fit.
final class Tally {
  private static final int MOST_TOLD = 20;

  private final Map<Addressee, BitSet> taken = new EnumMap<>(Addressee.class);
  private final BitSet accepted = new BitSet();
  private final List<String> wrong = new ArrayList<>();
  private long hopeless;
  private long attempts;

  Tally() {
    for (Addressee each : Addressee.values()) {
      taken.put(each, new BitSet());
    }
  }

  synchronized void accepted(Letter letter) {
    accepted.set(letter.number());
  }

  synchronized void saw(Arrival arrival) {
    attempts++;
    int number = arrival.letter().number();
    if (!arrival.genuine()) {
      say(arrival + " is not signed rightly");
    }
    if (arrival.addressee() == Addressee.HOPELESS) {
      hopeless++;
    } else if (arrival.status() == 200) {
      BitSet its = taken.getOrDefault(arrival.addressee(), new BitSet());
      if (its.get(number)) {
        say(arrival + " was taken before");
      }
      its.set(number);
    }
  }

  private void say(String what) {
    if (wrong.size() < MOST_TOLD) {
      wrong.add(what);
    }
  }

  synchronized int acceptedSoFar() {
    return accepted.cardinality();
  }

  synchronized long attemptsSoFar() {
    return attempts;
  }

  /// What should have happened to letters.
  ///
  /// @param delivered deliveries that were taken in the end
  /// @param failed deliveries that were given up
  record Expected(long delivered, long failed) {}

  static Expected expected(int letters) {
    long delivered = 0;
    long failed = 0;
    for (int number = 0; number < letters; number++) {
      for (Addressee each : Addressee.of(new Letter(number, 0))) {
        if (each == Addressee.HOPELESS) {
          failed++;
        } else {
          delivered++;
        }
      }
    }
    return new Expected(delivered, failed);
  }

  /// What is wrong when all is over.
  ///
  /// @param letters all numbers below it were published
  synchronized List<String> judge(int letters) {
    if (accepted.cardinality() != letters) {
      say("%d letters were published, %d accepted".formatted(letters, accepted.cardinality()));
    }
    for (Addressee each : Addressee.values()) {
      if (each != Addressee.HOPELESS) {
        judge(each, letters);
      }
    }
    long given = expected(letters).failed() * Addressee.HOPELESS.lastAttempt(new Letter(0, 0));
    if (hopeless != given) {
      say("%d attempts at HOPELESS, not %d".formatted(hopeless, given));
    }
    return List.copyOf(wrong);
  }

  private void judge(Addressee addressee, int letters) {
    BitSet difference = new BitSet();
    for (int number = 0; number < letters; number++) {
      difference.set(number, Addressee.of(new Letter(number, 0)).contains(addressee));
    }
    difference.xor(taken.getOrDefault(addressee, new BitSet()));
    if (!difference.isEmpty()) {
      say(
          "%s lacks, or should not have, %d letters, the first of them number %d"
              .formatted(addressee, difference.cardinality(), difference.nextSetBit(0)));
    }
  }
}
