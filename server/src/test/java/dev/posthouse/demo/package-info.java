@NullMarked
package dev.posthouse.demo;

import org.jspecify.annotations.NullMarked;
