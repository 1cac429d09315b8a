package dev.posthouse.access;

/// What became of a key that somebody showed.
public sealed interface Authentication {
  /// `admin`: it is the admin key, which may also manage tenants.
  record Granted(Caller caller, boolean admin) implements Authentication {}

  /// No such key; nothing more is said about it.
  record Refused() implements Authentication {}

  /// The key is good, but `Posthouse-Tenant` names a tenant that is not there for it.
  record UnknownTenant(String name) implements Authentication {}

  /// A token of the issuer that is not believed; `why` is one clause about it.
  record BadToken(String why) implements Authentication {}

  /// The token may be good, but what it is judged by cannot be had now; the log says why.
  record Undecided() implements Authentication {}

  /// It is known who asks, and that they may not; `why` is a sentence.
  record NoAccess(String why) implements Authentication {}
}
