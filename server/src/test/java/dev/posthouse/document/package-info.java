@NullMarked
package dev.posthouse.document;

import org.jspecify.annotations.NullMarked;
