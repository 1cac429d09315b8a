package dev.posthouse.bulk;

import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.explain.Room;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Load;
import java.util.Optional;
import java.util.function.Function;

/// Where jobs look at stored events.
record Reading(Ledger ledger, Room room) {
  /// What somebody finds in an event; empty if there is no memory to look at it at present.
  ///
  /// @param size of its data in bytes
  /// @param gone what is found if the event is not there any more
  <T> Optional<T> look(EventId id, long size, Function<Event, T> look, T gone)
      throws InterruptedException {
    return room.with(Load.parsing(size), () -> ledger.event(id).map(look).orElse(gone));
  }
}
