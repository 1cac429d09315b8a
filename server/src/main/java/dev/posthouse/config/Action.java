package dev.posthouse.config;

import java.util.Locale;

/// What a revision did to its resource.
public enum Action {
  CREATED,
  UPDATED,
  DELETED,
  SECRET_ROTATED,
  /// The receiver answered 410 and the endpoint was switched off.
  DISABLED_AS_GONE,
  /// An error rule of the endpoint switched it off.
  DISABLED_BY_RULE;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
