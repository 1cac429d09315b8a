/// Load at a fixed rate of arrival: a process of its own.
@NullMarked
package dev.posthouse.bench.generator;

import org.jspecify.annotations.NullMarked;
