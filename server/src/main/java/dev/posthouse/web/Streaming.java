package dev.posthouse.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/// A body that is written piece by piece, for as long as somebody wants to read it.
@FunctionalInterface
interface Streaming {
  /// @param open false as soon as the server closes, or the key may no more
  void write(OutputStream out, BooleanSupplier open) throws IOException, InterruptedException;
}
