/// Measures Posthouse: the command, what it was asked for, and how its runs follow each other.
@NullMarked
package dev.posthouse.bench;

import org.jspecify.annotations.NullMarked;
