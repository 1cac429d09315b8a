package dev.posthouse.access;

import dev.posthouse.event.KeyId;
import dev.posthouse.event.TenantId;
import java.time.Instant;

/// What is known of a key; not the key itself, of which only a hash is kept.
public record ApiKey(KeyId id, TenantId tenant, String name, Terms terms, Instant created) {
  ApiKey with(String otherName, Terms otherTerms) {
    return new ApiKey(id, tenant, otherName, otherTerms, created);
  }
}
