/// Fills a ledger with a history, quickly, by the code of the server itself.
@NullMarked
package dev.posthouse.bench.fill;

import org.jspecify.annotations.NullMarked;
