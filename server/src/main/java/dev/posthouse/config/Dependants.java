package dev.posthouse.config;

/// What happens to the subscriptions of an endpoint that is to be deleted.
public enum Dependants {
  /// They keep it from being deleted.
  PROTECT,
  /// They go with it.
  DELETE
}
