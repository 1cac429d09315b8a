/// The command line: every command asks a running server over HTTP, as anybody else could. Knows
/// nothing of the server's code but the package `event`.
@NullMarked
package dev.posthouse.cli;

import org.jspecify.annotations.NullMarked;
