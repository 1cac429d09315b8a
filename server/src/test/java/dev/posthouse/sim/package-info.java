/// An independent model of what deliveries may do, written from the design's tables: it is told
/// what was wished, sent and answered, and says which states are allowed then. Knows nothing of how
/// the product does it.
@NullMarked
package dev.posthouse.sim;

import org.jspecify.annotations.NullMarked;
