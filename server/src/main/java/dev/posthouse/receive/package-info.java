/// Other people's webhooks coming in: sources, and what becomes of a request that one receives.
@NullMarked
package dev.posthouse.receive;

import org.jspecify.annotations.NullMarked;
