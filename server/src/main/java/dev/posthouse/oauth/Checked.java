package dev.posthouse.oauth;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/// What a look at a token brought.
sealed interface Checked {
  /// It is genuine, and meant for us.
  ///
  /// @param until when it ends, leeway included
  /// @param set the number of the key set that vouches for it
  record Good(JsonNode claims, Instant until, long set) implements Checked {}

  /// `why` is told to whoever shows it.
  record Bad(String why) implements Checked {}

  /// The keys to judge it by are not there.
  record Undecided() implements Checked {}
}
