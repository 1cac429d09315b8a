package dev.posthouse.config;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Header;
import dev.posthouse.event.TenantId;
import dev.posthouse.net.Cidr;
import dev.posthouse.work.Rate;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where and how to send.
///
/// @param revision the number of the revision that made it what it is
/// @param errorRules the first that holds judges an answer; where none does, the usual table
/// @param rate absent: no limit
/// @param concurrency how many attempts may run at once
public record Endpoint(
    EndpointId id,
    TenantId tenant,
    String name,
    long revision,
    URI url,
    String method,
    List<Header> headers,
    Auth auth,
    Signing signing,
    WebhookId webhookId,
    Duration timeout,
    Retry retry,
    List<ErrorRule> errorRules,
    HealthPolicy health,
    Optional<Rate> rate,
    int concurrency,
    Tls tls,
    List<Cidr> allowedIps,
    boolean enabled) {
  public Endpoint {
    headers = List.copyOf(headers);
    errorRules = List.copyOf(errorRules);
    allowedIps = List.copyOf(allowedIps);
  }

  /// The same endpoint, signing otherwise.
  Endpoint signing(Signing other) {
    return new Endpoint(
        id,
        tenant,
        name,
        revision,
        url,
        method,
        headers,
        auth,
        other,
        webhookId,
        timeout,
        retry,
        errorRules,
        health,
        rate,
        concurrency,
        tls,
        allowedIps,
        enabled);
  }

  /// Names it and nothing else: headers may hold secrets.
  @Override
  public String toString() {
    return id + " (" + name + ")";
  }

  /// What the `webhook-id` header names.
  public enum WebhookId {
    DELIVERY,
    EVENT
  }
}
