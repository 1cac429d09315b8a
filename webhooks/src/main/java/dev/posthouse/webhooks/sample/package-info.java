/// Requests as providers send them, to try a receiver with.
@NullMarked
package dev.posthouse.webhooks.sample;

import org.jspecify.annotations.NullMarked;
