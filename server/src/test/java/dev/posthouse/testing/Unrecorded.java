package dev.posthouse.testing;

import dev.posthouse.access.Actor;
import dev.posthouse.access.Trail;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.NullMarked;

/// A trail that is kept in memory alone.
@NullMarked
public final class Unrecorded implements Trail {
  public final List<Entry> entries = new ArrayList<>();

  /// Who made the last change.
  public Actor by = Actor.SYSTEM;

  private final Ledger ledger;
  private final Tasks tasks;

  public Unrecorded(Ledger ledger, Tasks tasks) {
    this.ledger = ledger;
    this.tasks = tasks;
  }

  @Override
  public <T> T change(Step<T> step) throws InterruptedException {
    return step.run(new Notes());
  }

  private final class Notes implements Pen {
    @Override
    public long next() {
      return entries.size() + 1L;
    }

    @Override
    public void commit(Actor by, List<Entry> more, Consumer<Handle> change)
        throws InterruptedException {
      Unrecorded.this.commit(by, more, change);
    }
  }

  private void commit(Actor by, List<Entry> more, Consumer<Handle> change)
      throws InterruptedException {
    tasks.await(
        ledger.change(db -> {
          change.accept(db);
          return more.size();
        }));
    entries.addAll(more);
    this.by = by;
  }
}
