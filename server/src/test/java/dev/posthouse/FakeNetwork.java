package dev.posthouse;

import dev.posthouse.deliver.Request;
import dev.posthouse.deliver.Sender;
import dev.posthouse.deliver.Sent;
import dev.posthouse.event.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// A network on which each host treats requests in its own manner. Remembers all that was sent.
@NullMarked
final class FakeNetwork implements Sender {
  private final OneAtATime tasks;
  private final SimulatedTime time;
  private final List<? extends Watch> watches;
  private final Nth nth;
  private final Map<String, Manner> manners = new HashMap<>();
  private final List<Sending> all = new ArrayList<>();
  private final List<Sending> wire = new ArrayList<>();

  /// What a network tells its observer.
  interface Watch {
    void departs(Sending sending);

    void arrives(Sending sending, Outcome outcome);
  }

  /// One request on the wire, from `at` (and `since`, which never goes back) until `ends`.
  static final class Sending {
    final Request request;
    final Instant at;
    final Duration since;
    final Duration ends;
    @Nullable Outcome outcome;
    boolean cutOff;

    private Sending(Request request, Instant at, Duration since, Duration ends) {
      this.request = request;
      this.at = at;
      this.since = since;
      this.ends = ends;
    }

    String host() {
      return request.url().getHost();
    }

    String header(String name) {
      return request.headers().stream()
          .filter(header -> header.name().equalsIgnoreCase(name))
          .map(header -> header.value())
          .findFirst()
          .orElse("");
    }

    String webhookId() {
      return header("webhook-id");
    }

    boolean onTheWire() {
      return outcome == null && !cutOff;
    }

    byte[] body() {
      var out = new java.io.ByteArrayOutputStream();
      request.body().forEach(out::writeBytes);
      return out.toByteArray();
    }

    @Override
    public String toString() {
      return host() + " " + webhookId() + " " + header("posthouse-attempt");
    }
  }

  FakeNetwork(OneAtATime tasks, SimulatedTime time, List<? extends Watch> watches, Nth nth) {
    this.tasks = tasks;
    this.time = time;
    this.watches = watches;
    this.nth = nth;
  }

  /// Until told otherwise hosts answer 200 at once.
  void host(String host, Manner manner) {
    manners.put(host, manner);
  }

  @Override
  public Sent send(Request request) {
    Manner manner = manners.getOrDefault(request.url().getHost(), Manner.answers(200));
    boolean late = manner.after().compareTo(request.timeout()) >= 0;
    Duration took = late ? request.timeout() : manner.after();
    var sending =
        new Sending(request, time.wall().instant(), time.elapsed(), time.elapsed().plus(took));
    if (!tasks.killing()) {
      all.add(sending);
      wire.add(sending);
      watches.forEach(watch -> watch.departs(sending));
    }
    call(sending);
    tasks.park(() -> sending.ends.compareTo(time.elapsed()) <= 0);
    Outcome outcome = late ? new Outcome.TimedOut(Outcome.Phase.EXCHANGE) : manner.outcome();
    sending.outcome = outcome;
    wire.remove(sending);
    watches.forEach(watch -> watch.arrives(sending, outcome));
    if (outcome instanceof Outcome.Unsent defect) {
      throw new IllegalStateException(defect.why());
    }
    return new Sent(outcome, Duration.ZERO, took, took);
  }

  /// The sender itself may break, or the process end, with the request on its way.
  private void call(Sending sending) {
    try {
      nth.before("send");
    } catch (SQLException e) {
      var broken = new Outcome.Unsent(Outcome.Reason.DEFECT, "the network broke");
      sending.outcome = broken;
      wire.remove(sending);
      watches.forEach(watch -> watch.arrives(sending, broken));
      throw new IllegalStateException(broken.why(), e);
    }
  }

  /// The process is dead: what is on the wire will not be answered.
  void cutOff() {
    wire.forEach(sending -> sending.cutOff = true);
    wire.clear();
  }

  List<Sending> sent() {
    return List.copyOf(all);
  }

  List<Sending> sentTo(String host) {
    return all.stream().filter(sending -> sending.host().equals(host)).toList();
  }

  List<Sending> onTheWire() {
    return List.copyOf(wire);
  }

  /// When the next answer, or the end of patience with one, comes.
  Optional<Duration> nextEnd() {
    return wire.stream().map(sending -> sending.ends).min(Duration::compareTo);
  }
}
