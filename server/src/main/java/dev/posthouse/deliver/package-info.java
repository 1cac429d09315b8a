/// From lane to receiver: queues, gates, attempts, verdicts.
@NullMarked
package dev.posthouse.deliver;

import org.jspecify.annotations.NullMarked;
