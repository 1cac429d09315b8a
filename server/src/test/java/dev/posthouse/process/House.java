package dev.posthouse.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A server that is killed and comes back at the same address, again and again.
final class House implements AutoCloseable {
  /// No server sends anything so soon after it was started; what arrives still comes from the one
  /// before.
  private static final long EARLIEST_WORK = TimeUnit.MILLISECONDS.toNanos(300);

  private final Launch launch;
  private final Aftermath aftermath;
  private final List<Life> lives = new ArrayList<>();
  private PosthouseProcess process;

  /// @param began by `System.nanoTime()`
  /// @param ended when it was killed; `Long.MAX_VALUE` while it lasts
  record Life(long began, long ended) {
    private boolean saw(long moment) {
      return moment >= began + EARLIEST_WORK;
    }

    /// Which of `lives`, in order, sent what arrived at that moment.
    static int at(long moment, List<Life> lives) {
      int life = lives.size() - 1;
      while (life > 0 && !lives.get(life).saw(moment)) {
        life--;
      }
      return life;
    }
  }

  /// What happens to the data once a server is dead.
  interface Aftermath {
    Aftermath NONE = () -> {};

    void happen() throws Exception;
  }

  House(Launch first, Aftermath aftermath) throws Exception {
    this.aftermath = aftermath;
    lives.add(new Life(System.nanoTime(), Long.MAX_VALUE));
    process = first.start();
    launch = first.with("--port", "" + process.port());
  }

  Client client() {
    return process.client();
  }

  PosthouseProcess process() {
    return process;
  }

  /// As `kill -9`, and whatever else happens then.
  void kill() throws Exception {
    process.kill9();
    process.close();
    died();
  }

  private void died() throws Exception {
    lives.add(new Life(lives.removeLast().began(), System.nanoTime()));
    aftermath.happen();
  }

  void start() throws Exception {
    born();
    process = launch.start();
  }

  /// Starts a server that is killed after so long, ready or not.
  void startAndKillAfter(Duration time) throws Exception {
    born();
    Process unready = launch.process();
    LockSupport.parkNanos(time.toNanos());
    unready.descendants().forEach(ProcessHandle::destroyForcibly);
    unready.destroyForcibly().waitFor();
    died();
  }

  private void born() {
    lives.add(new Life(System.nanoTime(), Long.MAX_VALUE));
  }

  /// All lives so far, in order.
  List<Life> lives() {
    return List.copyOf(lives);
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
