/// What is read from people and machines, held against what none of them would send. Each target is
/// run by Jazzer (`./posthouse fuzz`), and on its seeds and all past findings by [FuzzTest].
@NullMarked
package dev.posthouse.fuzz;

import org.jspecify.annotations.NullMarked;
