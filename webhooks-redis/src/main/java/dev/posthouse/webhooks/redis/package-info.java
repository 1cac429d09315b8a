/// Remembers in Redis which webhooks were handled and what they showed, for receivers that run in
/// several processes and have no database of their own.
@NullMarked
package dev.posthouse.webhooks.redis;

import org.jspecify.annotations.NullMarked;
