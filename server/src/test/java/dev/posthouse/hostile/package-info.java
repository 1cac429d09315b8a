/// Receivers and publishers that do what none should, on real sockets.
@NullMarked
package dev.posthouse.hostile;

import org.jspecify.annotations.NullMarked;
