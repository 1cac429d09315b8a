/// Addresses that may be reached, and the guarded way to them.
@NullMarked
package dev.posthouse.net;

import org.jspecify.annotations.NullMarked;
