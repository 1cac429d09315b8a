package dev.posthouse.store;

import dev.posthouse.event.Comparison.Shown;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A state to compare with that no event of the ledger set: what a subject was before anybody asked
/// for changes.
///
/// @param subject a hash, as in a comparison
/// @param whose what the event that shows the state names as its subject; may be empty
/// @param asOf null if order of arrival decides
public record Beginning(
    TenantId tenant,
    SubscriptionId subscription,
    byte[] subject,
    Shown shown,
    String whose,
    @Nullable Instant asOf,
    Duration ttl) {}
