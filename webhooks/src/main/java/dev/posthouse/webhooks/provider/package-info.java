/// What is particular to each provider of webhooks: how it signs, where it says what happened, to
/// what and when, what its events are known by, which of its requests are no events, and which
/// answers it insists on. Pure: nothing here knows a clock, a store or a network.
@NullMarked
package dev.posthouse.webhooks.provider;

import org.jspecify.annotations.NullMarked;
