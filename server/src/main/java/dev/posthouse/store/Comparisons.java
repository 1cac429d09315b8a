package dev.posthouse.store;

import dev.posthouse.event.Comparison;
import dev.posthouse.event.Comparison.Shown;
import dev.posthouse.event.Decision;
import dev.posthouse.event.Event;
import dev.posthouse.webhooks.change.Finding;
import dev.posthouse.webhooks.change.Ruling;
import dev.posthouse.webhooks.change.Ruling.State;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Holds what events show against what is remembered of their subjects, row by row of [States].
record Comparisons(States states, StateSeal seal) {
  static StateKey key(Comparison asked) {
    return StateKey.of(asked.subject());
  }

  Decision decide(Event event, Comparison asked) {
    Shown shown = asked.shown();
    if (shown == null) {
      return new Decision(asked.subscription(), Finding.UNREADABLE);
    }
    Fingerprint before = states.known(key(asked));
    var now = new State(shown.hash(), Optional.ofNullable(asked.asOf()));
    State known = before == null ? State.NONE : before.shows();
    Ruling ruling =
        asked.delivery() == null
            ? Ruling.begin(known, now)
            : Ruling.of(known, now, asked.terms().missing());
    Finding finding = ruling.finding();
    String changes = finding == Finding.CHANGED ? changes(before, asked, shown) : "";
    ruling.remembered().ifPresent(state -> remember(event, asked, before, state));
    return new Decision(
        asked.subscription(), finding, before == null ? 0 : before.setBy(), changes);
  }

  private String changes(@Nullable Fingerprint before, Comparison asked, Shown shown) {
    if (before == null || before.values().length == 0 || shown.values().isEmpty()) {
      return "";
    }
    String values = seal.open(before.key().id(), before.values());
    return values.isEmpty() ? "" : asked.terms().differences().between(values, shown.values());
  }

  /// Whether values are wanted by now that were not when the state was set.
  private static boolean gainsValues(Fingerprint before, Comparison asked) {
    Shown shown = asked.shown();
    return before.values().length == 0
        && shown != null
        && !shown.values().isEmpty()
        && Arrays.equals(before.hash(), shown.hash());
  }

  /// A state that is the same already is written only for a later moment, or to be kept longer.
  private void remember(Event event, Comparison asked, @Nullable Fingerprint before, State state) {
    long asOf = state.asOf().map(Micros::of).orElse(Fingerprint.UNKNOWN);
    if (before != null
        && Arrays.equals(before.hash(), state.hash())
        && !gainsValues(before, asked)) {
      states.keep(before.asOf(asOf), asked.terms().ttl(), before.asOf() != asOf);
      return;
    }
    String values = asked.shown() == null ? "" : asked.shown().values();
    StateKey key = key(asked);
    states.put(
        new Fingerprint(
            key,
            event.tenant(),
            asked.subscription().value(),
            event.id().value(),
            asOf,
            state.hash(),
            values.isEmpty() ? Fingerprint.NOTHING : seal.seal(states.db(), key.id(), values),
            Whose.of(event.tenant(), event.envelope().subject()),
            states.until(asked.terms().ttl())));
  }
}
