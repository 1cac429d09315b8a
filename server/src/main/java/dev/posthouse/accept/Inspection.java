package dev.posthouse.accept;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.posthouse.access.Policy;
import dev.posthouse.access.Policy.Decision;
import dev.posthouse.config.Snapshot;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.TenantId;
import dev.posthouse.eventtype.EventType;
import dev.posthouse.eventtype.Version;
import dev.posthouse.json.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Holds events against their types, as each tenant wants it, and finds the version that their data
/// are of. Pure but for its counts; for any number of threads.
public final class Inspection {
  /// To find the name that is nearest to an unknown one takes a walk over all types.
  private static final int GUESSES_KEPT = 1_000;

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

  Finding inspect(NewEvent event) {
    Snapshot now = configuration.get();
    Policy policy = policies.apply(event.tenant());
    return now.eventType(event.tenant(), event.type())
        .map(type -> known(event, type, policy.invalidData()))
        .orElseGet(() -> unknown(event, now, policy.unknownTypes()));
  }

  private Finding unknown(NewEvent event, Snapshot now, Decision decision) {
    NewEvent taken = event.of(0);
    if (decision == Decision.ACCEPT) {
      return Finding.fine(taken);
    }
    var guess = new Guess(event.tenant(), event.type(), now.number());
    String message = guesses.get(guess, ignored -> unknown(event, now));
    return finding(taken, InvalidCounts.UNKNOWN, decision, List.of(new Flaw("/type", message)));
  }

  private static String unknown(NewEvent event, Snapshot now) {
    List<String> names = now.eventTypes(event.tenant()).stream().map(EventType::name).toList();
    return "there is no event type \"" + event.type() + "\"" + Spelling.hint(event.type(), names);
  }

  private Finding known(NewEvent event, EventType type, Decision decision) {
    int asked = event.payload().version();
    Optional<Version> version = asked == 0 ? Optional.of(type.newest()) : type.version(asked);
    NewEvent taken = event.of(version.map(Version::number).orElse(asked));
    if (decision == Decision.ACCEPT) {
      return Finding.fine(taken);
    }
    List<Flaw> flaws =
        version
            .map(found -> flaws(event, type, found))
            .orElseGet(() -> List.of(noVersion(type, asked)));
    return flaws.isEmpty() ? Finding.fine(taken) : finding(taken, type.name(), decision, flaws);
  }

  private static Flaw noVersion(EventType type, int asked) {
    return new Flaw(
        "/schemaVersion",
        "\"%s\" has versions 1 to %d, not %d"
            .formatted(type.name(), type.versions().size(), asked));
  }

  private static List<Flaw> flaws(NewEvent event, EventType type, Version version) {
    if (!event.payload().isJson()) {
      return List.of(
          new Flaw(
              "/data",
              "is %s, but \"%s\" is described as JSON"
                  .formatted(event.payload().contentType(), type.name())));
    }
    return version.schema().check(event.payload().bytes()).stream()
        .map(flaw -> new Flaw("/data" + flaw.pointer(), flaw.message()))
        .toList();
  }

  private Finding finding(NewEvent event, String label, Decision decision, List<Flaw> flaws) {
    counts.count(label, decision);
    return new Finding(event, decision == Decision.REFUSE, flaws);
  }
}
