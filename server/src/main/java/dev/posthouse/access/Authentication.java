package dev.posthouse.access;

import java.util.function.BooleanSupplier;

/// What became of a key that somebody showed.
public sealed interface Authentication {
  /// @param still whether the same would be said now: it is not once the key is deleted, changed or
  ///   expired. Cheap; for requests that take their time.
  record Granted(Caller caller, BooleanSupplier still) implements Authentication {}

  /// No such key, or one that has expired; nothing more is said about it.
  record Refused() implements Authentication {}

  /// The key is good, but not from this address.
  record Elsewhere() implements Authentication {}

  /// The key is good, but `Posthouse-Tenant` names a tenant that is not there for it.
  record UnknownTenant(String name) implements Authentication {}

  /// A token of the issuer that is not believed; `why` is one clause about it.
  record BadToken(String why) implements Authentication {}

  /// The token may be good, but what it is judged by cannot be had now; the log says why.
  record Undecided() implements Authentication {}

  /// It is known who asks, and that they may not; `why` is a sentence.
  record NoAccess(String why) implements Authentication {}
}
