/// The words of the platform as values: events, deliveries, attempts, outcomes and verdicts. Knows
/// the JDK and the webhooks library only.
@NullMarked
package dev.posthouse.event;

import org.jspecify.annotations.NullMarked;
