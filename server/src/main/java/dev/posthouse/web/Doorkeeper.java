package dev.posthouse.web;

import dev.posthouse.access.Authentication;
import java.util.Optional;

/// Tells who shows a key.
@FunctionalInterface
public interface Doorkeeper {
  /// @param bearer what follows `Bearer`, empty if nothing was shown
  /// @param tenant what `Posthouse-Tenant` says
  Authentication authenticate(String bearer, Optional<String> tenant) throws InterruptedException;
}
