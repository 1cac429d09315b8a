package dev.posthouse.access;

import java.time.Instant;
import java.util.Set;

/// On which terms somebody has a key.
///
/// @param expires from then on it is refused; `Instant.MAX`: it does not expire
public record Terms(Set<Role> roles, Publishing publishing, Admission admission, Instant expires) {
  public Terms {
    roles = Set.copyOf(roles);
  }

  /// Without any restriction.
  public static Terms of(Set<Role> roles) {
    return new Terms(roles, Publishing.ANYTHING, Admission.FREE, Instant.MAX);
  }
}
