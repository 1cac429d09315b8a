/// The receiver that all measured deliveries go to: a process of its own that costs next to nothing
/// and checks off every event.
@NullMarked
package dev.posthouse.bench.receiver;

import org.jspecify.annotations.NullMarked;
