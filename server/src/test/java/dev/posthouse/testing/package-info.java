/// What tests of several packages share: the world around the product, played on real sockets.
@NullMarked
package dev.posthouse.testing;

import org.jspecify.annotations.NullMarked;
