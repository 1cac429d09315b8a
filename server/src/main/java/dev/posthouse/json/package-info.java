/// Strict reading of JSON: trees without duplicate keys, objects without unknown fields, and the
/// small texts inside them such as durations.
@NullMarked
package dev.posthouse.json;

import org.jspecify.annotations.NullMarked;
