/// The scenarios: each sets the stage, puts load on it and reads the figures.
@NullMarked
package dev.posthouse.bench.scenario;

import org.jspecify.annotations.NullMarked;
