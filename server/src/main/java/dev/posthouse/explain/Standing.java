package dev.posthouse.explain;

import dev.posthouse.config.Sight;
import dev.posthouse.config.Subscription;
import dev.posthouse.config.Watch;
import dev.posthouse.event.Decision;
import dev.posthouse.rule.Filter;
import dev.posthouse.rule.TypePattern;
import dev.posthouse.rule.Words;
import dev.posthouse.webhooks.change.Finding;
import java.util.List;
import java.util.Optional;

/// What a subscription says about an event as of one moment.
public sealed interface Standing {
  String MATCHED = "matched";

  /// The word for it in answers.
  String word();

  /// It gets a delivery; held, if its endpoint is disabled.
  record Matched(long revision, boolean endpointEnabled) implements Standing {
    @Override
    public String word() {
      return MATCHED;
    }
  }

  /// The event's type is none of those that it asks for.
  record OtherType(long revision, String type, List<TypePattern> wanted) implements Standing {
    @Override
    public String word() {
      return "type";
    }
  }

  /// A text of its filter said no, or could not be evaluated.
  record Filtered(long revision, String filter, boolean failed, Words because) implements Standing {
    @Override
    public String word() {
      return failed ? "error" : "filter";
    }
  }

  /// It asks whether anything changed, or whether the event came in order.
  record Compared(long revision, Decision decision, boolean endpointEnabled) implements Standing {
    Finding finding() {
      return decision.finding();
    }

    @Override
    public String word() {
      return finding().passes() ? MATCHED : finding().word();
    }
  }

  /// It is switched off, or leads to an endpoint that is gone.
  record Disabled(long revision, boolean endpointGone) implements Standing {
    @Override
    public String word() {
      return "disabled";
    }
  }

  /// There is no such subscription: not yet then, no longer now.
  record Absent() implements Standing {
    @Override
    public long revision() {
      return 0;
    }

    @Override
    public String word() {
      return "absent";
    }
  }

  /// Whether it gets the event.
  default boolean gets() {
    return word().equals(MATCHED);
  }

  /// The number of the revision that made the subscription what it was; 0 if it was not there.
  long revision();

  /// The endpoint of a subscription as of the same moment.
  enum EndpointState {
    ENABLED,
    DISABLED,
    GONE
  }

  /// What comes of comparing an event with what is remembered of its subject.
  @FunctionalInterface
  interface Comparing {
    /// Empty if nothing was compared.
    Optional<Decision> decision(Subscription subscription, Sight event);
  }

  /// Asks in the order in which routing does.
  static Standing of(
      Subscription subscription, EndpointState endpoint, Sight event, Comparing comparing) {
    long revision = subscription.revision();
    if (!subscription.enabled() || endpoint == EndpointState.GONE) {
      return new Disabled(revision, subscription.enabled());
    }
    Watch watch = subscription.conditions().watch();
    boolean begins = watch != null && watch.begins(event.type());
    if (!begins
        && subscription.types().stream().noneMatch(pattern -> pattern.matches(event.type()))) {
      return new OtherType(revision, event.type(), subscription.types());
    }
    return switch (event.test(subscription)) {
      case Filter.Passed yes -> {
        boolean enabled = endpoint == EndpointState.ENABLED;
        yield comparing
            .decision(subscription, event)
            .<Standing>map(decision -> new Compared(revision, decision, enabled))
            .orElseGet(() -> new Matched(revision, enabled));
      }
      case Filter.Rejected no -> new Filtered(revision, no.text(), no.failed(), no.because());
    };
  }
}
