@NullMarked
package dev.posthouse.schema;

import org.jspecify.annotations.NullMarked;
