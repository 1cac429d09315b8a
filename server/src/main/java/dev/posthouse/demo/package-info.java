/// What `serve --demo` shows: a business that goes on, second by second, two webhooks, and a
/// receiver that is not always well.
@NullMarked
package dev.posthouse.demo;

import org.jspecify.annotations.NullMarked;
