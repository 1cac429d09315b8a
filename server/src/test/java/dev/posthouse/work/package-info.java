@NullMarked
package dev.posthouse.work;

import org.jspecify.annotations.NullMarked;
