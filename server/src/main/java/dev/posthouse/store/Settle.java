package dev.posthouse.store;

import dev.posthouse.event.AttemptReport;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Routed;
import dev.posthouse.event.Verdict;
import java.util.Optional;

/// One command to the ledger: an attempt is over. `delivery` is what the attempt saw when it began;
/// the report carries the attempt's number, which is one more than `delivery.attempts()`.
///
/// @param type that of the event, for statistics; empty where it is not known, then it is looked up
/// @param news the event that tells that the delivery has failed; stored if and only if this settle
///   makes it so. It has no key
public record Settle(
    OpenDelivery delivery,
    AttemptReport report,
    Verdict verdict,
    String type,
    Optional<Routed> news) {
  public Settle(OpenDelivery delivery, AttemptReport report, Verdict verdict) {
    this(delivery, report, verdict, "", Optional.empty());
  }

  /// The same without the receiver's own words.
  Settle bare() {
    return new Settle(delivery, report.bare(), verdict, type, news);
  }
}
