package dev.posthouse.access;

import java.util.Locale;

/// What the holder of a key may do.
public enum Role {
  /// Publish events.
  PUBLISH,
  /// Read events, deliveries and configuration.
  READ,
  /// Change endpoints and subscriptions, retry and cancel: the integration administrator.
  MANAGE,
  /// Read who changed what.
  AUDIT;

  /// @throws IllegalArgumentException that names the roles
  public static Role parse(String word) {
    for (Role role : values()) {
      if (role.word().equals(word)) {
        return role;
      }
    }
    throw new IllegalArgumentException(
        "\"" + word + "\" is not a role; write publish, read, manage or audit");
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
