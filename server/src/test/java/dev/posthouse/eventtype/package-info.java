@NullMarked
package dev.posthouse.eventtype;

import org.jspecify.annotations.NullMarked;
