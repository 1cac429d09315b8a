/// What is read from texts that people write, held against texts that nobody would write. Each
/// target is run by Jazzer (`./posthouse fuzz`), and on its seeds and all past findings by
/// [FuzzTest].
@NullMarked
package dev.posthouse.fuzz;

import org.jspecify.annotations.NullMarked;
