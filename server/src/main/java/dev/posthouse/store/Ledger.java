package dev.posthouse.store;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// The hot tables and their one writer. SKELETON: being written.
public final class Ledger {
  public CompletableFuture<Appended> append(Append append) {
    throw new UnsupportedOperationException();
  }

  /// Never refused. While the database is away it is kept and written later.
  public CompletableFuture<Settled> settle(Settle settle) {
    throw new UnsupportedOperationException();
  }

  public <T> CompletableFuture<T> change(Change<T> change) {
    throw new UnsupportedOperationException();
  }

  /// Reads on a connection of the readers; at most 5 s.
  public <T> T read(Function<Handle, T> query) {
    throw new UnsupportedOperationException();
  }

  /// Open work of an endpoint due by `now` (manual first), at most `limit`. Blocking.
  public Fetched fetch(EndpointId endpoint, Instant now, int limit) {
    throw new UnsupportedOperationException();
  }

  public Optional<Event> event(EventId id) {
    throw new UnsupportedOperationException();
  }

  /// Whether commits succeed at present; while they do not, no new attempt starts.
  public boolean writable() {
    throw new UnsupportedOperationException();
  }
}
