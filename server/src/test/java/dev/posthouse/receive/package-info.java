/// Sources, tested.
@NullMarked
package dev.posthouse.receive;

import org.jspecify.annotations.NullMarked;
