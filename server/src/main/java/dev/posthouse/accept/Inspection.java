package dev.posthouse.accept;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.posthouse.access.Policy;
import dev.posthouse.access.Policy.Decision;
import dev.posthouse.config.Described;
import dev.posthouse.config.Snapshot;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Notice;
import dev.posthouse.event.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Holds events against their types, as each tenant wants it, and finds the version that their data
/// are of. Pure but for its counts; for any number of threads.
public final class Inspection {
  /// To find the name that is nearest to an unknown one takes a walk over all types.
  private static final int GUESSES_KEPT = 1_000;

  private static final Flaw OURS =
      new Flaw(
          "/source",
          "\"posthouse\" is where notices of Posthouse itself come from; name your own system");

  private final Supplier<Snapshot> configuration;
  private final Function<TenantId, Policy> policies;
  private final InvalidCounts counts;
  private final Cache<Guess, String> guesses =
      Caffeine.newBuilder().maximumSize(GUESSES_KEPT).executor(Runnable::run).build();

  private record Guess(TenantId tenant, String type, long revision) {}

  public Inspection(
      Supplier<Snapshot> configuration, Function<TenantId, Policy> policies, InvalidCounts counts) {
    this.configuration = configuration;
    this.policies = policies;
    this.counts = counts;
  }

  /// What became of an event: taken, with what is to be said about it, or refused.
  ///
  /// @param event with the version of its data
  record Finding(NewEvent event, boolean refused, List<Flaw> flaws) {
    static Finding fine(NewEvent event) {
      return new Finding(event, false, List.of());
    }

    List<String> warnings() {
      return flaws.stream().map(flaw -> flaw.pointer() + " " + flaw.message()).toList();
    }
  }

  /// What a publisher sends.
  Finding inspect(NewEvent event) {
    if (event.origin().source().equals(Notice.SOURCE)) {
      return new Finding(event.of(0), true, List.of(OURS));
    }
    Snapshot now = configuration.get();
    Policy policy = policies.apply(event.tenant());
    return described(now, event)
        .map(type -> known(event, type, policy.invalidData()))
        .orElseGet(() -> unknown(event, now, policy.unknownTypes()));
  }

  /// What a source received. Its provider's types are its provider's: nobody need describe them,
  /// and none is unknown. Data that do not fit a type that is described are taken with a warning
  /// where the tenant would refuse them: a provider sends what it sends, and gives up on an address
  /// that refuses it.
  Finding look(NewEvent event) {
    Decision decision = policies.apply(event.tenant()).invalidData();
    return described(configuration.get(), event)
        .map(type -> known(event, type, decision == Decision.REFUSE ? Decision.WARN : decision))
        .orElseGet(() -> Finding.fine(event.of(0)));
  }

  private static Optional<Described> described(Snapshot now, NewEvent event) {
    return now.types().described(event.tenant(), event.type(), event.payload().version());
  }

  private Finding unknown(NewEvent event, Snapshot now, Decision decision) {
    NewEvent taken = event.of(0);
    if (decision == Decision.ACCEPT) {
      return Finding.fine(taken);
    }
    var guess = new Guess(event.tenant(), event.type(), now.number());
    String message =
        guesses.get(guess, ignored -> now.types().unknown(event.tenant(), event.type()));
    return finding(taken, InvalidCounts.UNKNOWN, decision, List.of(new Flaw("/type", message)));
  }

  private Finding known(NewEvent event, Described type, Decision decision) {
    NewEvent taken = event.of(type.version());
    if (decision == Decision.ACCEPT) {
      return Finding.fine(taken);
    }
    List<Flaw> flaws = type.flaws(event.payload());
    return flaws.isEmpty()
        ? Finding.fine(taken)
        : finding(taken, type.type().name(), decision, flaws);
  }

  private Finding finding(NewEvent event, String label, Decision decision, List<Flaw> flaws) {
    counts.count(label, decision);
    return new Finding(event, decision == Decision.REFUSE, flaws);
  }
}
