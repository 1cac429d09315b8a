@NullMarked
package dev.posthouse.deliver;

import org.jspecify.annotations.NullMarked;
