package dev.posthouse.store;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.TenantId;
import java.time.Instant;

/// An endpoint with open work, and when the first of it is due.
public record OpenEndpoint(TenantId tenant, EndpointId endpoint, Instant due) {}
