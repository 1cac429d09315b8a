/// Event types: what an event's data look like, by version, and how one version becomes another.
@NullMarked
package dev.posthouse.eventtype;

import org.jspecify.annotations.NullMarked;
