package dev.posthouse.web;

import dev.posthouse.access.Authentication;
import dev.posthouse.access.Shown;

/// Tells who shows a key.
@FunctionalInterface
public interface Doorkeeper {
  Authentication authenticate(Shown shown) throws InterruptedException;
}
