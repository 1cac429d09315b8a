package dev.posthouse.config;

import dev.posthouse.access.Secret;

/// How we show a receiver who we are, beside the signature.
public sealed interface Auth {
  record None() implements Auth {}

  record ApiKey(String header, Secret value) implements Auth {}

  record Basic(String username, Secret password) implements Auth {}

  record Bearer(Secret token) implements Auth {}
}
