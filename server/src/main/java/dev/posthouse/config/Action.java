package dev.posthouse.config;

import java.util.Locale;

/// What a revision did to its resource.
public enum Action {
  CREATED,
  UPDATED,
  DELETED,
  SECRET_ROTATED,
  /// A source was given another address.
  ADDRESS_ROTATED,
  /// The receiver answered 410 and the endpoint was switched off.
  DISABLED_AS_GONE,
  /// An error rule of the endpoint switched it off.
  DISABLED_BY_RULE,
  /// It had done nothing but fail for as long as it may.
  DISABLED_AS_FAILING,
  /// There is a new key that encrypts secrets at rest.
  ROTATED,
  /// Old revisions were dropped.
  DROPPED;

  /// Why an endpoint is disabled that this switched off.
  public String cause() {
    return switch (this) {
      case DISABLED_AS_GONE -> "gone";
      case DISABLED_BY_RULE -> "error_rule";
      case DISABLED_AS_FAILING -> "failing";
      case CREATED, UPDATED, DELETED, SECRET_ROTATED, ADDRESS_ROTATED, ROTATED, DROPPED ->
          "by_hand";
    };
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
