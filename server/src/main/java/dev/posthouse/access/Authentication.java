package dev.posthouse.access;

/// What became of a key that somebody showed.
public sealed interface Authentication {
  /// `admin`: it is the admin key, which may also manage tenants.
  record Granted(Caller caller, boolean admin) implements Authentication {}

  /// No such key; nothing more is said about it.
  record Refused() implements Authentication {}

  /// The key is good, but `Posthouse-Tenant` names a tenant that is not there for it.
  record UnknownTenant(String name) implements Authentication {}
}
