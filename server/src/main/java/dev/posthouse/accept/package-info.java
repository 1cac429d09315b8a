/// Takes events in: budget, route, append, hand over.
@NullMarked
package dev.posthouse.accept;

import org.jspecify.annotations.NullMarked;
