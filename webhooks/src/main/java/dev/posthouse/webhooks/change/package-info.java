/// Telling what changed: which part of a snapshot differs from the one that came before.
@NullMarked
package dev.posthouse.webhooks.change;

import org.jspecify.annotations.NullMarked;
