/// The database, the ledger and its one writer, dialects and migrations.
@NullMarked
package dev.posthouse.store;

import org.jspecify.annotations.NullMarked;
