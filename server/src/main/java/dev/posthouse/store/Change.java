package dev.posthouse.store;

import org.jdbi.v3.core.Handle;

/// One small transaction on the cold path (configuration, cancel, manual retry): runs on the
/// writer, between batches, and commits before its handle completes. An exception rolls back this
/// change alone.
@FunctionalInterface
public interface Change<T> {
  T apply(Handle db);
}
