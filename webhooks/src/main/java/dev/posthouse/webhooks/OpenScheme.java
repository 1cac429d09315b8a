package dev.posthouse.webhooks;

import dev.posthouse.webhooks.Verification.Verified;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Believes everything: for providers that prove nothing, behind an address that nobody can guess
/// and a list of IP addresses. Secrets are not looked at.
public record OpenScheme() implements Scheme {
  @Override
  public Verifier verifier(List<String> secrets) {
    return (request, now) -> new Verified("", Instant.EPOCH, 0);
  }

  @Override
  public Map<String, String> sign(Request request, String secret, String id, Instant at) {
    return Map.of();
  }
}
