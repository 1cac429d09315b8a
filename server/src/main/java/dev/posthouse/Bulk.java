package dev.posthouse;

import dev.posthouse.bulk.Clearing;
import dev.posthouse.bulk.Jobs;
import dev.posthouse.bulk.Releases;
import dev.posthouse.bulk.Retaining;
import dev.posthouse.bulk.Strays;
import dev.posthouse.config.Hold;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.explain.Room;
import dev.posthouse.store.WriterShare;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// How work in bulk hangs together with the rest of the house.
final class Bulk {
  final WriterShare share;
  final Jobs jobs;
  final Retaining retaining;
  final Clearing clearing;
  private final Releases releases;
  private final Strays strays;
  private final App app;

  /// @param retention how long things are kept unless somebody says otherwise
  Bulk(App app, Room room, Config.Retention retention) {
    this.app = app;
    share = new WriterShare(app.around.tasks(), app.writes);
    var parts =
        new Jobs.Parts(
            app.ledger,
            app.journal,
            app.around.tasks(),
            app.around.ids(),
            app.around.clock(),
            app.router,
            room,
            app.catalogue,
            app.holds,
            app.dispatcher);
    jobs = new Jobs(parts, app.around.wakeTimer());
    retaining =
        new Retaining(
            parts,
            share,
            new Retaining.House(retention.events(), retention.payloads()),
            app.tenants::list);
    clearing = new Clearing(app.ledger, app.around.tasks(), app.around.clock(), retention.audit());
    releases = new Releases(parts, app.around.wakeTimer());
    strays = new Strays(parts);
  }

  /// Takes up what the last process has left.
  void start() {
    app.holds.load();
    app.holds.onChange(this::changed);
    jobs.runner().look();
  }

  /// Work of a node may be free that is no more.
  void freed() {
    app.dispatcher.rescan();
    jobs.runner().look();
  }

  void everyMinute() throws InterruptedException {
    jobs.runner().look();
    strays.run();
  }

  int step() {
    return jobs.runner().step() + releases.step();
  }

  /// When [App#timerStep] has something to do next, as far as is known.
  static Optional<Instant> nextWake(App app) {
    return Stream.of(
            app.dispatcher.nextWake(),
            app.bulk.jobs.runner().nextWake(),
            app.bulk.releases.nextWake())
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  /// Has the lane look again, and the timer.
  private void changed(Hold hold) {
    strays.heardOf(hold);
    switch (hold.kind()) {
      case ENDPOINT -> app.dispatcher.released(new EndpointId(hold.resource()), hold.tenant());
      case SUBSCRIPTION ->
          app.catalogue
              .current()
              .subscription(new SubscriptionId(hold.resource()))
              .ifPresent(s -> app.dispatcher.released(s.endpoint(), hold.tenant()));
    }
    app.around.wakeTimer().run();
  }
}
