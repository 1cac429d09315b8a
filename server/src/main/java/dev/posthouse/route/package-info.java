/// Which deliveries an event causes, decided by an immutable, numbered table.
@NullMarked
package dev.posthouse.route;

import org.jspecify.annotations.NullMarked;
