package dev.posthouse.explain;

import dev.posthouse.config.EventTypes;
import dev.posthouse.config.Subscription;
import dev.posthouse.event.Event;
import dev.posthouse.eventtype.Conversion;
import dev.posthouse.eventtype.Span;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Heavy;
import dev.posthouse.work.Load;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Where events are looked at: what is much work on the threads for large bodies, with memory from
/// the budget that publishing and delivering draw on too.
public record Room(Heavy heavy, Budget budget) {
  /// What `work` returns; empty if there is no memory for it at present.
  public <T> Optional<T> with(Load load, Supplier<T> work) throws InterruptedException {
    if (!budget.tryTake(load.counted(budget))) {
      return Optional.empty();
    }
    try {
      return Optional.of(heavy.run(load.work(), work));
    } finally {
      budget.give(load.counted(budget));
    }
  }

  /// What it takes at most to have an event looked at by the filters of some subscriptions.
  static Load asking(EventTypes types, Event event, Stream<Subscription> asked) {
    long size = event.payload().size();
    List<Subscription> all = asked.toList();
    long filters = all.stream().mapToLong(one -> one.filter().texts().size()).sum();
    Load converting =
        all.stream()
            .flatMap(one -> Optional.ofNullable(one.versions().get(event.type())).stream())
            .map(Span::of)
            .reduce(Span::plus)
            .map(span -> types.conversion(event.tenant(), event.type(), event.payload(), span))
            .orElse(Conversion.Cost.NONE)
            .load();
    return Load.parsing(size).plus(new Load(filters * size, 0)).plus(converting);
  }
}
