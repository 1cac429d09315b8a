/// How events are held against their types, tested.
@NullMarked
package dev.posthouse.accept;

import org.jspecify.annotations.NullMarked;
