/// How work is run and bounded: tasks and the memory budget.
@NullMarked
package dev.posthouse.work;

import org.jspecify.annotations.NullMarked;
