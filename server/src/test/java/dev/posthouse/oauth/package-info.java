@NullMarked
package dev.posthouse.oauth;

import org.jspecify.annotations.NullMarked;
