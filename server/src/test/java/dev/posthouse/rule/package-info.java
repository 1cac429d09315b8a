@NullMarked
package dev.posthouse.rule;

import org.jspecify.annotations.NullMarked;
