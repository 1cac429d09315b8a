/// Rules of the house that a compiler does not know, held against the compiled classes and the
/// sources: the order of the packages, injected time and chance, the size of files and methods.
@NullMarked
package dev.posthouse.guard;

import org.jspecify.annotations.NullMarked;
