/// The parts of a run: server, receiver, nginx, wrk, generator, database, and what can be read of a
/// process.
@NullMarked
package dev.posthouse.bench.part;

import org.jspecify.annotations.NullMarked;
