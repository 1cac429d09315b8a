package dev.posthouse.access;

/// Who does something, for the record.
///
/// @param who `admin`, the id of a key, `oidc:` and a subject, or `posthouse` itself
/// @param from the address of the client; empty where there is none
public record Actor(String who, String from) {
  public static final Actor SYSTEM = new Actor("posthouse", "");
}
