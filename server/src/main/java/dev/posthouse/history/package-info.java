/// What happened, by event, endpoint, state and time. Reads only.
@NullMarked
package dev.posthouse.history;

import org.jspecify.annotations.NullMarked;
