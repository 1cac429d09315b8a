@NullMarked
package dev.posthouse.shopify;

import org.jspecify.annotations.NullMarked;
