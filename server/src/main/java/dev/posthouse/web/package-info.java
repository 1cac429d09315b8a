/// The HTTP API: connections and their limits, requests to values, values to answers.
@NullMarked
package dev.posthouse.web;

import org.jspecify.annotations.NullMarked;
