@NullMarked
package dev.posthouse.route;

import org.jspecify.annotations.NullMarked;
