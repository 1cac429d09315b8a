/// Tests of the real server: started as operators start it, asked over HTTP, killed as machines
/// kill it.
@NullMarked
package dev.posthouse.process;

import org.jspecify.annotations.NullMarked;
