/// Type patterns, filters and schemas: pure, compiled when saved.
@NullMarked
package dev.posthouse.rule;

import org.jspecify.annotations.NullMarked;
