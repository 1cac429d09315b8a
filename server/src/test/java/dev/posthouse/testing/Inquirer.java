package dev.posthouse.testing;

import dev.posthouse.net.AddressRules;
import dev.posthouse.net.GuardedInquiries;
import dev.posthouse.net.Inquiries;
import dev.posthouse.net.Outgoing;
import dev.posthouse.net.OwnSockets;
import dev.posthouse.net.Resolver;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/// Inquiries over the network, with their threads.
public final class Inquirer implements AutoCloseable {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService lookups = Executors.newFixedThreadPool(2);
  private final Outgoing outgoing;
  public final Inquiries inquiries;

  /// @param privateNetworks whether this machine may be asked
  public Inquirer(boolean privateNetworks) {
    var rules = new AddressRules(List.of(), privateNetworks, new OwnSockets(a -> false));
    outgoing = new Outgoing(rules, Resolver.SYSTEM, lookups, timer, System::nanoTime);
    inquiries = new GuardedInquiries(outgoing);
  }

  @Override
  public void close() {
    outgoing.close();
    timer.shutdownNow();
    lookups.shutdownNow();
  }
}
