package dev.posthouse.config;

import dev.posthouse.event.Pin;
import java.util.Optional;

/// The configuration in force. SKELETON: being written.
public final class Catalogue {
  /// Cheap: one volatile read.
  public Snapshot current() {
    throw new UnsupportedOperationException();
  }

  /// A subscription as it was at a revision; from memory where it is current, else from the
  /// revisions.
  public Optional<Subscription> pinned(Pin pin) {
    throw new UnsupportedOperationException();
  }
}
