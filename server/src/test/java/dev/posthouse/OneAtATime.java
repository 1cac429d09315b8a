package dev.posthouse;

import dev.posthouse.work.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// Gives each task a thread of its own but lets only one of them run at a time. A task keeps the
/// turn until it waits; then whoever holds the scheduler decides who is next. So any order of
/// events can be reached, and the same choices give the same run.
@NullMarked
final class OneAtATime implements Tasks {
  private final Consumer<String> trace;
  private final List<Task> parked = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final Semaphore back = new Semaphore(0);
  private @Nullable Task running;
  private boolean killing;
  private int started;

  OneAtATime(Consumer<String> trace) {
    this.trace = trace;
  }

  /// Ends a task whose process is dead, wherever it is.
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private static final class Task {
    private final int number;
    private final String name;
    private final Runnable body;
    private final Semaphore go = new Semaphore(0);
    private BooleanSupplier ready = () -> true;
    private boolean begun;

    Task(int number, String kind, Runnable body) {
      this.number = number;
      this.name = kind + "-" + number;
      this.body = body;
    }
  }

  @Override
  public void start(String name, Runnable body) {
    if (!killing) {
      parked.add(new Task(++started, name, body));
    }
  }

  @Override
  public <T> T await(CompletableFuture<T> result) throws InterruptedException {
    park(result::isDone);
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
  }

  /// Time does not pass by itself.
  @Override
  public void rest(Duration length) {
    park(() -> true);
  }

  /// Called by a task: lets others run until it is ready again.
  void park(BooleanSupplier ready) {
    Task me = running;
    if (killing) {
      throw new Killed();
    }
    if (me == null) {
      throw new IllegalStateException("only a task may wait");
    }
    me.ready = ready;
    parked.add(me);
    back.release();
    me.go.acquireUninterruptibly();
    if (killing) {
      throw new Killed();
    }
  }

  /// The number of the task that has the turn, in the order in which they were started.
  int running() {
    return Objects.requireNonNull(running, "only a task may ask").number;
  }

  /// How many tasks could go on.
  int ready() {
    return (int) parked.stream().filter(task -> task.ready.getAsBoolean()).count();
  }

  /// Lets the ready task at `position` run until it waits or ends.
  void turn(int position) {
    Task task =
        parked.stream()
            .filter(t -> t.ready.getAsBoolean())
            .skip(position)
            .findFirst()
            .orElseThrow();
    trace.accept("turn " + task.name);
    run(task);
  }

  private void run(Task task) {
    parked.remove(task);
    running = task;
    if (task.begun) {
      task.go.release();
    } else {
      task.begun = true;
      var _ = Thread.ofVirtual().name(task.name).start(() -> begin(task));
    }
    back.acquireUninterruptibly();
    running = null;
  }

  private void begin(Task task) {
    try {
      task.body.run();
    } catch (Killed | Nth.Dead dead) {
      // That is how it ends.
    } catch (RuntimeException | Error e) {
      trace.accept("broke " + task.name + " " + e);
      failures.add(e);
    } finally {
      back.release();
    }
  }

  /// Ends all tasks without letting them do anything more.
  void kill() {
    killing = true;
    while (!parked.isEmpty()) {
      Task task = parked.getFirst();
      if (task.begun) {
        run(task);
      } else {
        parked.remove(task);
      }
    }
    killing = false;
  }

  /// Whether the tasks that run now are only winding up after a kill.
  boolean killing() {
    return killing;
  }

  /// What tasks threw instead of ending.
  List<Throwable> failures() {
    return failures;
  }
}
