package dev.posthouse.bulk;

import dev.posthouse.config.Catalogue;
import dev.posthouse.config.Hold;
import dev.posthouse.config.Holds;
import dev.posthouse.deliver.Dispatcher;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.store.Deliveries;
import dev.posthouse.store.Deliveries.Released;
import dev.posthouse.store.Ledger;
import dev.posthouse.store.StoreException;
import dev.posthouse.work.Tasks;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets go what waits apart for a subscription that is not paused: a node put it there that had not
/// heard of the release yet when another had taken the last of what it saw.
public final class Strays {
  private static final Logger LOG = LoggerFactory.getLogger(Strays.class);

  private final Ledger ledger;
  private final Tasks tasks;
  private final Holds holds;
  private final Catalogue catalogue;
  private final Dispatcher dispatcher;

  public Strays(Jobs.Parts parts) {
    ledger = parts.ledger();
    tasks = parts.tasks();
    holds = parts.holds();
    catalogue = parts.catalogue();
    dispatcher = parts.dispatcher();
  }

  /// Once this node has heard of a release, it puts nothing apart any more, and what it has put
  /// there can be seen.
  public void heardOf(Hold hold) {
    if (hold.kind() == Hold.Kind.SUBSCRIPTION && hold.state() == Hold.State.RELEASED) {
      tasks.start("strays", this::runIfPossible);
    }
  }

  private void runIfPossible() {
    try {
      run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (CompletionException | StoreException e) {
      LOG.warn("strays result=failed again_in=1m why={}", e.getMessage());
    }
  }

  /// Also what a node has left that is no more.
  public void run() throws InterruptedException {
    for (SubscriptionId subscription : ledger.read(Deliveries::apart)) {
      Released slice = slice(subscription);
      while (!slice.last()) {
        slice = slice(subscription);
      }
    }
  }

  private Released slice(SubscriptionId subscription) throws InterruptedException {
    Released slice =
        tasks.await(
            ledger.change(db ->
                holds.isUnfinished(db, subscription.value())
                    ? new Released(List.of(), 0, true)
                    : Deliveries.release(db, subscription, Runner.SLICE)));
    slice.endpoints().forEach(this::wake);
    return slice;
  }

  private void wake(EndpointId id) {
    catalogue.current().endpoint(id).ifPresent(endpoint -> dispatcher.more(id, endpoint.tenant()));
  }
}
