package dev.posthouse.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What receivers can hold a server to: whatever was accepted comes, to those it is meant for and
/// to nobody else; an attempt is repeated only if it ran when a server was killed, or was answered
/// just before; retries keep their count and their schedule.
final class Promises {
  private static final int MOST_TOLD = 20;

  /// The clocks of the two processes need not agree better than this.
  private static final long TOLERANCE = Duration.ofMillis(5).toNanos();

  /// A result that a server had for longer than this when it was killed should have been stored.
  private static final Duration LONGEST_SETTLE = Duration.ofSeconds(5);

  private final Map<Integer, String> accepted;
  private final List<House.Life> lives;
  private final List<String> broken = new ArrayList<>();
  private final Map<Integer, Map<Addressee, Integer>> repeated = new TreeMap<>();

  /// Those of them whose answer was not given when the server was killed.
  private final Map<Integer, Map<Addressee, Integer>> cutOff = new TreeMap<>();

  private int arrivals;
  private long latestRetry;

  private Promises(Map<Integer, String> accepted, List<House.Life> lives) {
    this.accepted = accepted;
    this.lives = lives;
  }

  /// The promises that were broken, and figures about those that were kept.
  record Kept(List<String> broken, String figures) {}

  /// @param accepted the event's id by the letter's number
  static Kept judge(
      Map<Integer, String> accepted, Collection<Arrival> arrivals, List<House.Life> lives) {
    var promises = new Promises(accepted, lives);
    var byLetter = new HashMap<Integer, Map<Addressee, List<Arrival>>>();
    for (Arrival each : arrivals) {
      byLetter
          .computeIfAbsent(each.letter().number(), n -> new EnumMap<>(Addressee.class))
          .computeIfAbsent(each.addressee(), a -> new ArrayList<>())
          .add(each);
    }
    accepted.keySet().forEach(n -> promises.judge(n, byLetter.getOrDefault(n, Map.of())));
    byLetter.keySet().stream()
        .filter(n -> !accepted.containsKey(n))
        .forEach(n -> promises.say("letter " + n + " arrived but was never accepted"));
    promises.judgeRepeats();
    return new Kept(promises.broken, promises.figures());
  }

  private void judge(int number, Map<Addressee, List<Arrival>> arrived) {
    Set<Addressee> wanted = Addressee.of(new Letter(number, 0));
    for (Addressee each : wanted) {
      if (!arrived.containsKey(each)) {
        say("letter " + number + " was accepted and never came to " + each);
      }
    }
    for (var its : arrived.entrySet()) {
      if (!wanted.contains(its.getKey())) {
        say("letter " + number + " came to " + its.getKey() + ", who does not want it");
      } else {
        its.getValue().sort(Comparator.comparingLong(Arrival::arrived));
        judge(its.getValue());
      }
    }
  }

  /// All arrivals of one letter at one addressee, in order.
  private void judge(List<Arrival> all) {
    arrivals += all.size();
    Arrival first = all.getFirst();
    Arrival last = all.getLast();
    String event = accepted.get(first.letter().number());
    for (Arrival each : all) {
      if (!each.genuine()) {
        say(each + " is not signed rightly");
      }
      if (!each.delivery().equals(first.delivery()) || !each.event().equals(event)) {
        say(each + " is another delivery than " + first + " of " + event);
      }
    }
    if (first.attempt() != 1) {
      say(first + " is no first attempt");
    }
    int expected = last.addressee().lastAttempt(last.letter());
    if (last.attempt() != expected) {
      say(last + " should not be the last, but number " + expected);
    }
    for (int i = 1; i < all.size(); i++) {
      judge(all.get(i - 1), all.get(i));
    }
  }

  private void judge(Arrival before, Arrival next) {
    if (next.attempt() == before.attempt()) {
      repeat(before, next);
    } else if (next.attempt() == before.attempt() + 1) {
      long due = before.answered() + before.addressee().delayAfter(before.attempt()).toNanos();
      if (next.arrived() < due - TOLERANCE) {
        say(next + " came " + Duration.ofNanos(due - next.arrived()) + " too early");
      }
      latestRetry = Math.max(latestRetry, next.arrived() - Math.max(due, readyBefore(next)));
    } else {
      say(next + " does not follow " + before);
    }
  }

  /// When the server began that sent it: nothing can come before.
  private long readyBefore(Arrival arrival) {
    return lives.get(life(arrival)).began();
  }

  private void repeat(Arrival before, Arrival next) {
    int life = life(before);
    if (life == life(next)) {
      say(next + " was sent twice by one server, before at " + before.arrived());
      return;
    }
    Duration known = Duration.ofNanos(lives.get(life).ended() - before.answered());
    if (known.compareTo(LONGEST_SETTLE) > 0) {
      say(next + " was sent again although its result was known for " + known);
    }
    add(repeated, life, before.addressee());
    if (!known.isPositive()) {
      add(cutOff, life, before.addressee());
    }
  }

  private static void add(
      Map<Integer, Map<Addressee, Integer>> counts, int life, Addressee addressee) {
    counts
        .computeIfAbsent(life, l -> new EnumMap<>(Addressee.class))
        .merge(addressee, 1, Integer::sum);
  }

  private void judgeRepeats() {
    cutOff.forEach((life, its) ->
        its.forEach((addressee, count) -> {
          if (count > Addressee.RUNNING) {
            say(
                "after life %d %d that were cut off were sent again to %s, %d could run"
                    .formatted(life, count, addressee, Addressee.RUNNING));
          }
        }));
  }

  private int life(Arrival arrival) {
    return House.Life.at(arrival.arrived(), lives);
  }

  private void say(String what) {
    if (broken.size() < MOST_TOLD) {
      broken.add(what);
    }
  }

  private String figures() {
    int again = repeated.values().stream().flatMap(m -> m.values().stream()).mapToInt(n -> n).sum();
    int most =
        repeated.values().stream()
            .mapToInt(m -> m.values().stream().mapToInt(n -> n).sum())
            .max()
            .orElse(0);
    return "lives=%d accepted=%d arrivals=%d sent_again=%d at_most_after_one_kill=%d latest_retry=%s"
        .formatted(
            lives.size(),
            accepted.size(),
            arrivals,
            again,
            most,
            Duration.ofNanos(latestRetry).toMillis() + "ms");
  }
}
