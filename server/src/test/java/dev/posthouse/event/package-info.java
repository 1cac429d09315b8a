/// What events and outcomes are, tested.
@NullMarked
package dev.posthouse.event;

import org.jspecify.annotations.NullMarked;
