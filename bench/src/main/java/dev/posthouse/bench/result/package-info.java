/// What was measured: figures, targets, tables, charts.
@NullMarked
package dev.posthouse.bench.result;

import org.jspecify.annotations.NullMarked;
