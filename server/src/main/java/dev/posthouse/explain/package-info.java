/// Why an event went where it went, then and now; what a draft subscription would send. Reads only:
/// nothing here counts, writes or sends.
@NullMarked
package dev.posthouse.explain;

import org.jspecify.annotations.NullMarked;
