/// What events and outcomes are, tested.
@NullMarked
package dev.posthouse.history;

import org.jspecify.annotations.NullMarked;
