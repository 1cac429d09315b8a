package dev.posthouse.config;

import dev.posthouse.access.Secret;
import java.util.List;
import java.util.Optional;

/// What became of a wish to change configuration. What is wrong with the wish itself is thrown as
/// [dev.posthouse.event.Invalid].
public sealed interface Changed<T> {
  /// In force. `resource.revision()` is its ETag.
  ///
  /// @param signingSecret a secret that was made for it, shown this once
  /// @param warnings what was saved but will not work as it stands
  record Saved<T>(T resource, Optional<Secret> signingSecret, List<String> warnings)
      implements Changed<T> {}

  /// The tenant has none of that id.
  record Missing<T>() implements Changed<T> {}

  /// Something else is in the way; `code` is stable (`name_taken`, `endpoint_in_use`, `unsigned`).
  record Conflict<T>(String code, String message) implements Changed<T> {}

  /// `If-Match` named another revision; it is at `revision` now.
  record Stale<T>(long revision) implements Changed<T> {}
}
